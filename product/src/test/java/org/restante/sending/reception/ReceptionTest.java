package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.restante.dns.Network;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.testing.Corpora;
import org.restante.testing.TestCertificate;

/// Sessions as transcripts: `C:` is what a client sends, `S:` what it must hear (`*` stands for anything), `--` closes.
final class ReceptionTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ReceptionSettings SMALL =
            new ReceptionSettings(
                    2000,
                    500,
                    3,
                    5,
                    200,
                    5,
                    10,
                    5,
                    2,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    LongLines.BREAK);

    private static final SSLContext CERTIFICATE = TestCertificate.context("mx.test");

    /// Whoever the server is.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private final KeptMail mail = new KeptMail();
    private boolean knowsNetwork = true;
    private Client network = Client.trusted("network");
    private Optional<SSLContext> certificate = Optional.empty();
    private Reception reception = reception();

    private Reception reception() {
        var brakes =
                new Brakes(
                        new LoginBrakeSettings(
                                2, Duration.ZERO, Duration.ZERO, 4, 10, Duration.ofMinutes(10), 10),
                        BounceBrakeSettings.defaults(),
                        Keepsakes.NONE,
                        () -> NOON,
                        System::nanoTime);
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
                "mx.test",
                () -> SMALL,
                doorkeeper,
                () -> certificate,
                mail,
                brakes,
                Gates.NONE,
                () -> NOON,
                System::nanoTime);
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

    private int listen(Kind kind, Network... proxies) throws IOException {
        return reception
                .listen(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                kind,
                                List.of(proxies)))
                .getPort();
    }

    @TestFactory
    Stream<DynamicTest> sessions() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        try (var files =
                Files.list(Corpora.root().resolve("product/src/test/resources/transcripts"))) {
            for (var file :
                    files.filter(it -> it.toString().contains("reception")).sorted().toList()) {
                for (var one : Files.readString(file).split("(?m)^# ")) {
                    if (!one.isBlank()) {
                        int end = one.indexOf('\n');
                        tests.add(
                                DynamicTest.dynamicTest(
                                        one.substring(0, end), () -> play(one.substring(end + 1))));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(90);
        return tests.stream();
    }

    private void play(String script) throws Exception {
        mail.kept.clear();
        reception.close();
        var kind = Kind.RELAY;
        knowsNetwork = true;
        certificate = Optional.empty();
        var proxies = new Network[0];
        var lines = new ArrayList<>(List.of(script.split("\n")));
        while (lines.getFirst().startsWith("!")) {
            switch (lines.removeFirst()) {
                case "!submission" -> kind = Kind.SUBMISSION;
                case "!implicit" -> kind = Kind.IMPLICIT_TLS;
                case "!stranger" -> knowsNetwork = false;
                case "!tls" -> certificate = Optional.of(CERTIFICATE);
                case "!proxy" -> proxies = new Network[] {Network.of("127.0.0.0/8").orElseThrow()};
                case "!otherproxy" ->
                        proxies = new Network[] {Network.of("192.0.2.1").orElseThrow()};
                default -> throw new IllegalArgumentException(script);
            }
        }
        reception = reception();
        try (var session = new Speaker(listen(kind, proxies))) {
            for (var line : lines) {
                step(session, line);
            }
        }
    }

    private void step(Speaker session, String line) throws Exception {
        if (line.startsWith("C: ")) {
            session.send(unescaped(line.substring(3)) + "\r\n");
        } else if (line.startsWith("C~ ")) {
            session.send(unescaped(line.substring(3)));
        } else if (line.startsWith("S: ")) {
            assertThat(session.line()).matches(pattern(line.substring(3)));
        } else if (line.startsWith("S* ")) {
            var last = session.line();
            while (!last.matches(pattern(line.substring(3)))) {
                assertThat(last).isNotNull();
                last = session.line();
            }
        } else if (line.startsWith("S-- ")) {
            assertThat(session.line()).isNull();
        } else if (line.equals("TLS")) {
            session.secure();
        } else if (line.startsWith("M: ")) {
            assertThat(mail.kept.getLast().text()).contains(unescaped(line.substring(3)));
        } else if (line.startsWith("M! ")) {
            assertThat(mail.kept.getLast().text()).doesNotContain(unescaped(line.substring(3)));
        } else if (line.startsWith("E: ")) {
            assertThat(told(mail.kept.getLast().offer().envelope())).contains(line.substring(3));
        } else if (line.startsWith("T: ")) {
            assertThat(mail.kept.getLast().offer().steering().stream()).contains(line.substring(3));
        } else if (line.startsWith("K: ")) {
            assertThat(mail.kept).hasSize(Integer.parseInt(line.substring(3)));
        } else if (!line.isBlank()) {
            throw new IllegalArgumentException(line);
        }
    }

    private static String told(Envelope envelope) {
        return envelope
                + envelope.recipients().stream()
                        .map(it -> it + " " + it.original().orElse(""))
                        .toList()
                        .toString();
    }

    private static final Pattern MANY = Pattern.compile("(?<!\\\\x)\\{(\\d+)(.)}");

    /// `\r`, `\n`, `\t`, `\xff`, and `{300a}` for three hundred times `a`.
    private static String unescaped(String text) {
        var plain = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        var many =
                MANY.matcher(plain)
                        .replaceAll(it -> it.group(2).repeat(Integer.parseInt(it.group(1))));
        return Pattern.compile("\\\\x([0-9a-f]{2})")
                .matcher(many)
                .replaceAll(it -> String.valueOf((char) (RAW + Integer.parseInt(it.group(1), 16))));
    }

    private static String pattern(String text) {
        return ("\\Q" + text + "\\E").replace("*", "\\E.*\\Q");
    }

    /// Characters from here on stand for one octet each.
    private static final int RAW = 0xe000;

    private static byte[] octets(String text) {
        var octets = new ByteArrayOutputStream();
        text.chars()
                .forEach(c -> {
                    if (c >= RAW && c < RAW + 256) {
                        octets.write(c - RAW);
                    } else {
                        octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                    }
                });
        return octets.toByteArray();
    }

    /// The client's side of a session, octet by octet.
    private static final class Speaker implements AutoCloseable {
        private Socket socket;
        private InputStream in;

        Speaker(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            in = socket.getInputStream();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(octets(text));
        }

        void secure() throws Exception {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            var secured =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(socket, "mx.test", 25, true);
            secured.startHandshake();
            socket = secured;
            in = secured.getInputStream();
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
    @Timeout(120)
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
