package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.dns.Network;
import org.restante.sending.reception.ListenerSettings.Kind;

/// Clients that mean harm, or behave as if: what they can cost is bounded.
@Timeout(120)
final class HostileClientTest {
    private static final ReceptionSettings IMPATIENT =
            new ReceptionSettings(
                    1 << 20,
                    64 << 10,
                    100,
                    20,
                    4096,
                    100,
                    1000,
                    1000,
                    1000,
                    Duration.ofMillis(500),
                    Duration.ofMillis(1500),
                    Duration.ofMillis(500),
                    LongLines.BREAK);

    private final KeptMail mail = new KeptMail();
    private Reception reception = reception(IMPATIENT);

    private Reception reception(ReceptionSettings settings) {
        var certificate = Optional.of(certificate());
        return new Reception(
                "mx.test",
                () -> settings,
                new Everybody(),
                () -> certificate,
                mail,
                Brakes.usual(() -> Instant.EPOCH, System::nanoTime),
                Gates.NONE,
                () -> Instant.EPOCH,
                System::nanoTime);
    }

    private static SSLContext certificate() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        reception.close();
    }

    private Socket connected(Kind kind) throws IOException {
        var address =
                reception.listen(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), kind));
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        if (kind != Kind.IMPLICIT_TLS) {
            heard(socket, "220 mx.test");
        }
        return socket;
    }

    /// Reads up to the end of a line that holds `text`.
    private static void heard(Socket socket, String text) throws IOException {
        var said = new StringBuilder();
        while (said.indexOf(text) < 0 || said.charAt(said.length() - 1) != '\n') {
            said.append((char) socket.getInputStream().read());
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void awaitEmpty() {
        while (reception.sessions() > 0) {
            Thread.onSpinWait();
        }
    }

    /// The whole of what the server says until it closes.
    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whoSaysNothingIsSentAway() throws IOException {
        try (var socket = connected(Kind.RELAY)) {
            assertThat(rest(socket)).startsWith("421 4.4.2 mx.test");
        }
    }

    @Test
    void aLineThatComesOctetByOctetMustEndInTime() throws IOException, InterruptedException {
        try (var socket = connected(Kind.RELAY)) {
            var sender =
                    Thread.startVirtualThread(() -> {
                        try {
                            for (int i = 0; i < 1000; i++) {
                                send(socket, "x");
                                Thread.sleep(20);
                            }
                        } catch (IOException | InterruptedException e) {
                            // The server has had enough.
                        }
                    });
            assertThat(rest(socket)).startsWith("421 4.4.2 mx.test");
            sender.interrupt();
            sender.join();
        }
    }

    @Test
    void dataThatComesOctetByOctetMustEndInTime() throws IOException, InterruptedException {
        try (var socket = connected(Kind.RELAY)) {
            send(socket, "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
            heard(socket, "354 ");
            var sender =
                    Thread.startVirtualThread(() -> {
                        try {
                            for (int i = 0; i < 1000; i++) {
                                send(socket, "x");
                                Thread.sleep(20);
                            }
                        } catch (IOException | InterruptedException e) {
                            // The server has had enough.
                        }
                    });
            assertThat(rest(socket)).contains("421 4.4.2 mx.test").doesNotContain("queued");
            sender.interrupt();
            sender.join();
        }
        awaitEmpty();
        assertThat(mail.open).isZero();
    }

    @Test
    void aTlsHandshakeThatDoesNotEndIsCutOff() throws IOException {
        try (var socket = connected(Kind.IMPLICIT_TLS)) {
            send(socket, "\26\3\1\2\0");
            assertThat(rest(socket)).isEmpty();
        }
        awaitEmpty();
    }

    @Test
    void aProxyHeaderThatDoesNotEndIsCutOff() throws IOException {
        var address =
                reception.listen(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Kind.RELAY,
                                java.util.List.of(Network.of("127.0.0.1").orElseThrow())));
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(30_000);
            send(socket, "PROXY TCP4 ");
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void whoNeverReadsOurAnswersIsCutOff() throws IOException {
        try (var socket = connected(Kind.RELAY)) {
            var many = "EHLO a.test\r\n".repeat(500);
            try {
                for (int i = 0; i < 100_000; i++) {
                    send(socket, many);
                }
            } catch (IOException e) {
                // The server closed.
            }
            awaitEmpty();
        }
    }

    @Test
    void anEndlessLineIsNotKept() throws IOException {
        try (var socket = connected(Kind.RELAY)) {
            var much = "x".repeat(64 << 10);
            try {
                for (int i = 0; i < 10_000; i++) {
                    send(socket, much);
                }
            } catch (IOException e) {
                // The server closed.
            }
        }
        awaitEmpty();
    }

    @Test
    void anEndlessHeaderIsRefusedAndCutOff() throws IOException {
        try (var socket = connected(Kind.RELAY)) {
            send(socket, "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
            heard(socket, "354 ");
            var much = "A: b\r\n".repeat(10_000);
            try {
                for (int i = 0; i < 10_000; i++) {
                    send(socket, much);
                }
            } catch (IOException e) {
                // The server closed.
            }
        }
        awaitEmpty();
        assertThat(mail.kept).isEmpty();
        assertThat(mail.open).isZero();
    }

    @Test
    void recipientsWithoutEndAreRefusedAndThenTheSession() throws IOException {
        try (var socket = connected(Kind.RELAY)) {
            send(socket, "HELO a\r\nMAIL FROM:<>\r\n");
            var reading = new StringBuilder();
            var reader =
                    Thread.startVirtualThread(() -> {
                        try {
                            reading.append(rest(socket));
                        } catch (IOException e) {
                            reading.append(e.getMessage());
                        }
                    });
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    send(socket, "RCPT TO:<b" + i + "@b.test>\r\n");
                }
            } catch (IOException e) {
                // The server closed.
            }
            awaitEmpty();
            reader.interrupt();
            assertThat(reading.length()).isLessThan(20_000);
        }
    }

    @Test
    void garbageIsAnsweredOnlySoOften() throws IOException {
        try (var socket = connected(Kind.RELAY)) {
            send(socket, "\0\1\2garbage\r\n".repeat(10) + "NOOP\r\n".repeat(200));
            assertThat(rest(socket)).contains("421 4.7.0 mx.test Too many errors");
        }
    }
}
