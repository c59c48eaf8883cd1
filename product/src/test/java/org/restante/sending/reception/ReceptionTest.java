package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.ListenerSettings.Kind;

/// Sessions as transcripts: `C:` is what a client sends, `S:` what it must hear (`*` stands for anything), `--` closes.
final class ReceptionTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ReceptionSettings SMALL =
            new ReceptionSettings(
                    2000, 500, 3, 5, 200, 5, 10, 5, Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final KeptMail mail = new KeptMail();
    private boolean knowsNetwork = true;
    private Client network = Client.trusted("network");
    private Reception reception = reception();

    private Reception reception() {
        var doorkeeper =
                new Doorkeeper() {
                    @Override
                    public Optional<Client> ofAddress(InetAddress address) {
                        return knowsNetwork ? Optional.of(network) : Optional.empty();
                    }

                    @Override
                    public Optional<Client> ofPassword(String name, String password) {
                        return name.equals("shop") && password.equals("secret")
                                ? Optional.of(shop())
                                : Optional.empty();
                    }
                };
        return new Reception(
                "mx.test", SMALL, doorkeeper, Optional.empty(), mail, () -> NOON, System::nanoTime);
    }

    private static Client shop() {
        return new Client(
                "shop",
                Optional.of("shop"),
                Set.of(Domain.of("shop.test").orElseThrow()),
                Set.of("good"),
                Set.of("news"),
                true,
                OptionalLong.of(2),
                OptionalLong.empty());
    }

    @AfterEach
    void stop() {
        reception.close();
    }

    private int listen(Kind kind) throws IOException {
        return reception
                .listen(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), kind))
                .getPort();
    }

    @TestFactory
    Stream<DynamicTest> sessions() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        try (var in = ReceptionTest.class.getResourceAsStream("/transcripts/reception.txt")) {
            var all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (var one : all.split("(?m)^# ")) {
                if (!one.isBlank()) {
                    int end = one.indexOf('\n');
                    tests.add(
                            DynamicTest.dynamicTest(
                                    one.substring(0, end), () -> play(one.substring(end + 1))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    private void play(String script) throws IOException {
        mail.kept.clear();
        reception.close();
        reception = reception();
        var kind = Kind.RELAY;
        knowsNetwork = true;
        var lines = new ArrayList<>(List.of(script.split("\n")));
        while (lines.getFirst().startsWith("!")) {
            switch (lines.removeFirst()) {
                case "!submission" -> kind = Kind.SUBMISSION;
                case "!stranger" -> knowsNetwork = false;
                default -> throw new IllegalArgumentException(script);
            }
        }
        try (var session = new Speaker(listen(kind))) {
            for (var line : lines) {
                if (line.startsWith("C: ")) {
                    session.send(unescaped(line.substring(3)) + "\r\n");
                } else if (line.startsWith("C~ ")) {
                    session.send(unescaped(line.substring(3)));
                } else if (line.startsWith("S: ")) {
                    assertThat(session.line()).matches(pattern(line.substring(3)));
                } else if (line.startsWith("S-- ")) {
                    assertThat(session.line()).isNull();
                } else if (line.startsWith("M: ")) {
                    assertThat(mail.kept.getLast().text()).contains(unescaped(line.substring(3)));
                } else if (line.startsWith("M! ")) {
                    assertThat(mail.kept.getLast().text())
                            .doesNotContain(unescaped(line.substring(3)));
                } else if (line.startsWith("K: ")) {
                    assertThat(mail.kept).hasSize(Integer.parseInt(line.substring(3)));
                }
            }
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    }

    private static String pattern(String text) {
        return ("\\Q" + text + "\\E").replace("*", "\\E.*\\Q");
    }

    /// The client's side of a session, octet by octet.
    private static final class Speaker implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Speaker(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(5000);
            in = socket.getInputStream();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        String line() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    return line.toString().replace("\r", "");
                }
                line.append((char) c);
            }
            return line.isEmpty() ? null : line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    @Timeout(20)
    void aMessageThatIsGivenUpLeavesNoDraftOpen() throws Exception {
        try (var session = new Speaker(listen(Kind.RELAY))) {
            session.line();
            session.send("EHLO a.test\r\nMAIL FROM:<a@a.test>\r\n");
            for (var line = session.line(); !line.equals("250 2.1.0 Ok"); ) {
                line = session.line();
            }
            assertThat(mail.open).isEqualTo(1);
        }
        reception.close();
        while (reception.sessions() > 0) {
            Thread.onSpinWait();
        }
        assertThat(mail.open).isZero();
    }

    @Test
    void tooManyConnectionsOfOneClientAreToldSo() throws Exception {
        int port = listen(Kind.RELAY);
        var open = new ArrayList<Speaker>();
        for (int i = 0; i < 5; i++) {
            open.add(new Speaker(port));
            assertThat(open.getLast().line()).startsWith("220 mx.test");
        }
        try (var sixth = new Speaker(port)) {
            assertThat(sixth.line()).startsWith("421 4.7.0 mx.test Too many connections");
        }
        for (var one : open) {
            one.close();
        }
    }
}
