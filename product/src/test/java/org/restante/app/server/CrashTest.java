package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolSettings;
import org.restante.sending.spool.SpoolVisitor;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// The server is killed at random moments under load: what it answered 250 to arrives, whatever happens.
final class CrashTest {
    private static final int SENDERS = 8;

    @TempDir private Path data;

    private final Set<String> promised = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean ended;
    private @Nullable Process running;

    @Test
    @Tag("slow")
    @Timeout(600)
    void nothingPromisedIsLostInTwentyKills() throws Exception {
        crash(20, 1);
    }

    @Test
    @Tag("long")
    @Timeout(7200)
    void nothingPromisedIsLostInTwoHundredKills() throws Exception {
        crash(200, 2);
    }

    private void crash(int kills, long seed) throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int port = freePort(random);
        try (var receiver = new Receiver(command -> "")) {
            var senders = new Thread[SENDERS];
            for (int i = 0; i < SENDERS; i++) {
                senders[i] = Thread.ofVirtual().start(() -> sendUntilEnded(port));
            }
            for (int i = 0; i < kills; i++) {
                killSome(serve(port, receiver.port()), random);
            }
            ended = true;
            for (var sender : senders) {
                sender.join();
            }
            var last = serve(port, receiver.port());
            awaitGreeting(port);
            awaitCalm(receiver);
            last.destroy();
            last.waitFor();
            report(kills, delivered(receiver), queued());
        }
    }

    /// Below the ports that connections get for themselves: a sender that tries a closed port of those may meet itself.
    private static int freePort(RandomGenerator random) throws IOException {
        while (true) {
            int port = random.nextInt(20_000, 30_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody has it; the next one.
            }
        }
    }

    private Process serve(int port, int receiver) throws IOException {
        running =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                "org.restante.app.main.Main",
                                "serve",
                                "--data",
                                data.toString(),
                                "--smtp",
                                "127.0.0.1:" + port,
                                "--name",
                                "us.test",
                                "--route",
                                "*=127.0.0.1:" + receiver)
                        .redirectErrorStream(true)
                        .redirectOutput(new File(data.toFile(), "log"))
                        .start();
        return running;
    }

    @AfterEach
    void endWhatRuns() {
        ended = true;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /// What this test itself runs from.
    private static String classPath() {
        if (CrashTest.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs())
                    .map(url -> Path.of(url.getPath()).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    /// Lets the server live until it has promised some more, and a moment longer.
    private void killSome(Process server, RandomGenerator random)
            throws IOException, InterruptedException {
        int target = promised.size() + random.nextInt(1, 300);
        while (promised.size() < target && server.isAlive()) {
            Thread.sleep(1);
        }
        assertThat(server.isAlive() ? "" : Files.readString(data.resolve("log"))).isEmpty();
        server.destroyForcibly();
        server.waitFor();
    }

    private void sendUntilEnded(int port) {
        while (!ended) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                send(socket);
            } catch (IOException e) {
                // The server is down, or went down in the middle: nothing was promised.
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Socket socket) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        expect(in, "220");
        say(socket, in, "HELO client.test", "250");
        while (!ended) {
            var id = "message " + sent.incrementAndGet();
            say(socket, in, "MAIL FROM:<>", "250");
            say(socket, in, "RCPT TO:<b@b.test>", "250");
            say(socket, in, "DATA", "354");
            say(socket, in, "Subject: " + id + "\r\n\r\n" + "x".repeat(2000) + "\r\n.", "250");
            promised.add(id);
        }
    }

    private static void say(Socket socket, BufferedReader in, String line, String code)
            throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        var line = in.readLine();
        if (line == null || !line.startsWith(code)) {
            throw new IOException("not " + code + ": " + line);
        }
    }

    private static void awaitGreeting(int port) throws InterruptedException {
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getInputStream().read();
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
    }

    /// Until nothing came for a second: what is left waits for a later time.
    private static void awaitCalm(Receiver receiver) throws InterruptedException {
        int before = -1;
        while (receiver.messages.size() != before) {
            before = receiver.messages.size();
            Thread.sleep(1000);
        }
    }

    private static Map<String, Integer> delivered(Receiver receiver) {
        var counts = new HashMap<String, Integer>();
        receiver.messages.forEach(message -> counts.merge(subject(message), 1, Integer::sum));
        return counts;
    }

    private static String subject(String message) {
        int at = message.indexOf("Subject: ") + "Subject: ".length();
        return message.substring(at, message.indexOf('\n', at)).strip();
    }

    private Set<String> queued() throws IOException, InterruptedException {
        var ids = new ArrayList<UUID>();
        var queued = new HashSet<String>();
        try (var spool =
                Spool.open(
                        data.resolve("spool"),
                        SpoolSettings.defaults(),
                        InstantSource.system(),
                        System::nanoTime,
                        new SecureRandom())) {
            spool.replay(
                    new SpoolVisitor() {
                        @Override
                        public void message(SpooledMessage message, BitSet later) {
                            ids.add(message.id());
                        }

                        @Override
                        public void state(UUID id, int ordinal, Standing standing) {}
                    });
            for (var id : ids) {
                try (var body = spool.body(id)) {
                    queued.add(subject(new String(body.readAllBytes(), StandardCharsets.US_ASCII)));
                }
            }
        }
        return queued;
    }

    private void report(int kills, Map<String, Integer> delivered, Set<String> queued) {
        var lost = new HashSet<>(promised);
        lost.removeAll(delivered.keySet());
        long waits = lost.stream().filter(queued::contains).count();
        lost.removeAll(queued);
        assertThat(lost).isEmpty();
        long twice = delivered.values().stream().filter(count -> count > 1).count();
        System.out.printf(
                "%d kills: %d messages promised, none lost, %d still queued, %d delivered twice%n",
                kills, promised.size(), waits, twice);
        assertThat(promised).hasSizeGreaterThan(kills);
        assertThat(twice)
                .as("only what was in flight comes twice")
                .isLessThanOrEqualTo(kills * 60L);
    }
}
