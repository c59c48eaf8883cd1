package org.restante.app.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.restante.app.access.SecretFile;
import org.restante.app.remote.ControlFile;
import org.restante.protocol.dkim.KeyText;
import org.restante.protocol.dkim.SigningKey;

/// What is around a server that trains: [#file] is what the server is started by, [#pass] is its day. Everything stands on loopback, at ports of the
/// system's choice, and in one folder. In a process of its own ([TrainingProcess]): whatever receivers and clients do would be learnt as the server's.
public final class Training implements AutoCloseable {
    static final String SIGNED = "signed.test";

    private static final int ROUNDS = 3;

    /// One in so many comes by HTTP.
    private static final int BY_HTTP = 20;

    /// What a machine gets that has little left for it; a training of less is used all the same.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path folder;
    private final int messages;
    private final Receivers receivers;
    private final Clients clients;

    /// What came of it.
    ///
    /// @param sent messages taken by SMTP
    /// @param submitted messages taken by HTTP
    /// @param shown pages that were shown
    public record Result(int sent, int submitted, int shown) {}

    /// @param folder empty, and the caller's to take away
    /// @param messages to be sent
    /// @param ticker nanoseconds, monotonic
    public Training(Path folder, int messages, InstantSource clock, LongSupplier ticker)
            throws IOException {
        this.folder = folder;
        this.messages = messages;
        long begin = ticker.getAsLong();
        clients = new Clients(() -> ticker.getAsLong() - begin > LONGEST.toNanos());
        receivers = new Receivers(clock);
    }

    /// The file of settings.
    public Path file() throws IOException {
        var key = folder.resolve("key.pem");
        SecretFile.create(key, KeyText.write(SigningKey.newRsa(2048, new SecureRandom())));
        return Files.writeString(
                folder.resolve("restante.toml"),
                """
                [server]
                name = "train.test"
                data = "%s"
                stop_within = "5s"
                [[listener]]
                address = "127.0.0.1:0"
                [http]
                address = "127.0.0.1:0"
                [store]
                memory = "128MiB"
                [signing.domain."%s"]
                keys = { s1 = "%s" }
                [log]
                file = "%s"
                %s
                """
                        .formatted(
                                data(),
                                SIGNED,
                                key,
                                folder.resolve("server.log"),
                                receivers.routes()));
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// Has clients speak with the server that listens for SMTP at this port.
    public Result pass(int port) throws IOException {
        var control = ControlFile.read(data());
        if (control.isEmpty()) {
            throw new IOException("the server does not speak HTTP");
        }
        int sent = 0;
        int submitted = 0;
        int shown = 0;
        try (var http = control.get().client()) {
            for (int i = 0; i < ROUNDS; i++) {
                shown += clients.look(http);
                sent += clients.send(port, messages / ROUNDS);
                submitted += clients.submit(http, messages / ROUNDS / BY_HTTP);
                shown += clients.look(http);
            }
        }
        return new Result(sent, submitted, shown);
    }

    @Override
    public void close() throws IOException {
        receivers.close();
    }
}
