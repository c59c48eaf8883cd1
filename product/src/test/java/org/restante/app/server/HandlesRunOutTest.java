package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server of few file handles, a client that takes them all: what was accepted is delivered once there are some again, and the server goes
/// on.
@Tag("slow")
@Timeout(600)
final class HandlesRunOutTest {
    private static final int HANDLES = 520;
    private static final int AT_ONCE = 5;
    private static final Path SHELL = Path.of("/bin/bash");

    @TempDir private Path data;
    private @Nullable Process server;
    private final List<Socket> taken = new ArrayList<>();
    private final Set<String> promised = new HashSet<>();

    @AfterEach
    void stop() throws IOException {
        release();
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private void release() throws IOException {
        for (var socket : taken) {
            socket.close();
        }
        taken.clear();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// As it is installed: classes in jars, which are open, so that none needs a handle of its own.
    private String classPath() throws IOException {
        List<String> all = new ArrayList<>();
        for (var entry : entries()) {
            var path = Path.of(entry);
            all.add(Files.isDirectory(path) ? packed(path, all.size()) : entry);
        }
        return String.join(File.pathSeparator, all);
    }

    private static List<String> entries() {
        if (HandlesRunOutTest.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs())
                    .map(url -> Path.of(url.getPath()).toString())
                    .toList();
        }
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private String packed(Path folder, int number) throws IOException {
        var jar = data.resolve("classes" + number + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(folder)) {
            out.setLevel(0);
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar.toString();
    }

    private void serve(int smtp, int http, int receiver) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        server =
                new ProcessBuilder(
                                SHELL.toString(),
                                "-c",
                                "ulimit -n " + HANDLES + " || exit 77; exec \"$@\"",
                                "bash",
                                java,
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                "org.restante.app.main.Main",
                                "serve",
                                "--data",
                                data.toString(),
                                "--smtp",
                                "127.0.0.1:" + smtp,
                                "--http",
                                "127.0.0.1:" + http,
                                "--name",
                                "us.test",
                                "--route",
                                "*=127.0.0.1:" + receiver)
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolve("log").toFile())
                        .start();
    }

    private String log() throws IOException {
        return Files.readString(data.resolve("log"));
    }

    private void takeSome(int port) {
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                taken.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
        } catch (IOException e) {
            // Nobody listens there now.
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void until(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(200).toNanos();
        while (!condition.holds()) {
            var running = server;
            assertThat(running != null && running.isAlive()).as(what + "\n" + log()).isTrue();
            assertThat(System.nanoTime()).as(what + "\n" + log()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isAlive(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)
                    .equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /// A session on a connection that stands.
    private static final class Session implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Session(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            say("HELO client.test");
        }

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(in.readLine());
        }

        /// Whether it was taken.
        boolean sends(String id) throws IOException {
            say("MAIL FROM:<>");
            say("RCPT TO:<b@b.test>");
            if (!say("DATA").startsWith("354")) {
                say("RSET");
                return false;
            }
            return say("Subject: " + id + "\r\n\r\nx\r\n.").startsWith("250");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void send(Session session, String id) throws IOException {
        if (session.sends(id)) {
            promised.add(id);
        }
    }

    private static Set<String> delivered(Receiver receiver) {
        var all = new HashSet<String>();
        for (var message : receiver.messages) {
            int at = message.indexOf("Subject: ") + "Subject: ".length();
            all.add(message.substring(at, message.indexOf('\n', at)).strip());
        }
        return all;
    }

    @Test
    void whatWasAcceptedIsDeliveredOnceThereAreHandlesAgain() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(SHELL), "needs bash for ulimit");
        int smtp = freePort();
        int http = freePort();
        try (var receiver = new Receiver(command -> "")) {
            serve(smtp, http, receiver.port());
            until("it starts", () -> answers(smtp) && isAlive(http));
            try (var session = new Session(smtp)) {
                send(session, "before");
                until("mail goes", () -> delivered(receiver).contains("before"));
                until(
                        "the last handle is taken",
                        () -> {
                            takeSome(smtp);
                            takeSome(http);
                            return log().contains("could not accept a connection");
                        });
                for (int i = 0; i < 20; i++) {
                    send(session, "meanwhile " + i);
                }
                assertThat(promised).as(log()).hasSizeGreaterThan(1);
                until("the lane tries", () -> log().contains("the mail stays where it was"));
            }
            release();

            until("it accepts again", () -> answers(smtp));
            until("so it does by HTTP", () -> isAlive(http));
            try (var session = new Session(smtp)) {
                send(session, "after");
            }
            assertThat(promised).contains("after");
            until("all is delivered", () -> delivered(receiver).containsAll(promised));
            assertThat(log().split("could not accept a connection", -1).length - 1)
                    .as("told once for each time it began")
                    .isLessThan(20);
            assertThat(log()).doesNotContain("closed for").doesNotContain("set aside");
        }
    }
}
