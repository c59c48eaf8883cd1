package org.restante.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTest {
    private static final Pattern ADDRESS = Pattern.compile("\"(\\d+\\.\\d+\\.\\d+\\.\\d+):\\d+\"");

    @TempDir private Path folder;

    @Test
    void everyAddressOfItsServerIsOfThisMachine() throws IOException {
        try (var training = new Training(folder, 10, InstantSource.system(), System::nanoTime)) {
            var addresses = ADDRESS.matcher(Files.readString(training.file())).results().toList();

            assertThat(addresses).hasSizeGreaterThan(4);
            assertThat(addresses).allMatch(found -> found.group(1).equals("127.0.0.1"));
        }
    }

    @Test
    void clientsComeToAnEndWhenItIsLate() throws IOException {
        var asked = new AtomicLong();
        var clients = new Clients(() -> asked.incrementAndGet() > 20);
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Nobody answers: each session would end by its own patience, were it not late by then.
            Thread.ofVirtual().start(() -> closeAll(silent));

            assertThat(clients.send(silent.getLocalPort(), 1_000_000)).isZero();
        }
    }

    private static void closeAll(ServerSocket silent) {
        try {
            while (true) {
                silent.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
