package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.protocol.milter.MilterSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.testing.MailServer;
import org.restante.testing.MailServer.Relay;
import org.restante.testing.TestCertificate;

/// Clients and servers of others send through us: what they gave is what we keep, octet by octet.
@Tag("slow")
@Timeout(180)
final class InteropReceptionTest {
    /// Dots, eight bits, blanks at line ends, a line of 900 octets, empty lines at the end.
    static final String CONTENT =
            "From: Shop <news@shop.test>\r\nTo: nobody@b.test\r\nSubject: all that is hard to carry\r\n"
                    + "Date: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <hard@shop.test>\r\n"
                    + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Transfer-Encoding: 8bit\r\nX-Folded: one\r\n\ttwo\r\n\r\n"
                    + ".\r\n..\r\n.dot\r\ngrüße aus Köln\r\nblanks  \r\n\ttab\t\r\nFrom here\r\n"
                    + "x".repeat(900)
                    + "\r\n\r\n\r\nend\r\n";

    private static final Optional<SSLContext> CERTIFICATE =
            Optional.of(TestCertificate.context("mx.test"));

    private final KeptMail mail = new KeptMail();
    private Reception reception = reception(Gates.NONE);

    @TempDir private Path folder;

    /// Knows this machine, or only those that log in as `shop`.
    private boolean knowsNetwork = true;

    private Reception reception(Gates gates) {
        var doorkeeper =
                new Doorkeeper() {
                    @Override
                    public Optional<Client> ofAddress(InetAddress address) {
                        return knowsNetwork
                                ? Optional.of(Client.trusted("network"))
                                : Optional.empty();
                    }

                    @Override
                    public Optional<Client> ofPassword(String name, String password) {
                        return name.equals("shop") && password.equals("secret")
                                ? Optional.of(Client.trusted("shop"))
                                : Optional.empty();
                    }
                };
        return new Reception(
                "mx.test",
                () -> ReceptionSettings.defaults(),
                doorkeeper,
                () -> CERTIFICATE,
                mail,
                Brakes.usual(Instant::now, System::nanoTime),
                gates,
                Instant::now,
                System::nanoTime);
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

    private String kept() throws InterruptedException {
        for (int i = 0; i < 1200 && mail.kept.isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(mail.kept).hasSize(1);
        return mail.kept.getFirst().text();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort(command[0] + " is not here: tools/mail-servers installs it");
            throw e;
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private Path content() throws IOException {
        return Files.writeString(folder.resolve("content"), CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "false, ''",
        "true, ''",
        "false, PLAIN",
        "true, PLAIN",
        "true, LOGIN",
    })
    void swaksSendsThroughUs(boolean tls, String login) throws Exception {
        knowsNetwork = login.isEmpty();
        var command =
                new ArrayList<>(
                        List.of(
                                "swaks",
                                "--server",
                                "127.0.0.1:" + listen(Kind.RELAY),
                                "--from",
                                "news@shop.test",
                                "--to",
                                "nobody@b.test",
                                "--data",
                                "@" + content()));
        if (tls) {
            command.add("--tls");
        }
        if (!login.isEmpty()) {
            command.addAll(
                    List.of("--auth", login, "--auth-user", "shop", "--auth-password", "secret"));
        }

        run(command.toArray(String[]::new));

        assertThat(kept())
                .contains("with ESMTP" + (tls ? "S" : "") + (login.isEmpty() ? "" : "A") + " id")
                .contains(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clear", "starttls", "implicit", "auth"})
    void smtplibSendsThroughUs(String how) throws Exception {
        knowsNetwork = !how.equals("auth");
        int port = listen(how.equals("implicit") ? Kind.IMPLICIT_TLS : Kind.RELAY);
        var script =
                """
                import smtplib, ssl, sys
                context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
                how, port = sys.argv[1], int(sys.argv[2])
                server = smtplib.SMTP_SSL('127.0.0.1', port, context=context) if how == 'implicit' else smtplib.SMTP('127.0.0.1', port)
                if how in ('starttls', 'auth'): server.starttls(context=context)
                if how == 'auth': server.login('shop', 'secret')
                refused = server.sendmail('news@shop.test', ['nobody@b.test'], open(sys.argv[3], 'rb').read(), mail_options=['BODY=8BITMIME'])
                assert not refused, refused
                server.quit()
                """;

        run("/usr/bin/python3", "-c", script, how, String.valueOf(port), content().toString());

        assertThat(kept()).endsWith(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void postfixSendsThroughUs(boolean tls) throws Exception {
        relays(MailServer.Kind.POSTFIX, tls, "");
    }

    @ParameterizedTest
    @CsvSource({"false, ''", "true, ''", "true, shop:secret"})
    void eximSendsThroughUs(boolean tls, String login) throws Exception {
        relays(MailServer.Kind.EXIM, tls, login);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opensmtpdSendsThroughUs(boolean tls) throws Exception {
        relays(MailServer.Kind.OPENSMTPD, tls, "");
    }

    private void relays(MailServer.Kind kind, boolean tls, String login) throws Exception {
        knowsNetwork = login.isEmpty();
        int port = listen(Kind.RELAY);
        try (var server = MailServer.start(kind, false, new Relay(port, tls, login))) {
            server.give("news@shop.test", "somebody@c.test", CONTENT);

            assertThat(kept())
                    .contains(
                            "with ESMTP" + (tls ? "S" : "") + (login.isEmpty() ? "" : "A") + " id")
                    .endsWith(CONTENT);
            assertThat(mail.kept.getFirst().offer().envelope().reversePath().address())
                    .isEqualTo("news@shop.test");
        }
    }

    /// A milter written with python3-milter, which is libmilter underneath.
    @Test
    void aRealMilterAddsAndChangesFieldsAndReplacesTheBody() throws Exception {
        filtered(
                """
                import Milter, sys
                class Filter(Milter.Base):
                    def __init__(self): self.id = Milter.uniqueID(); self.seen = []
                    def connect(self, name, family, address): self.seen.append(address[0]); return Milter.CONTINUE
                    def envfrom(self, path, *rest): self.seen += [path, *rest]; return Milter.CONTINUE
                    def envrcpt(self, path, *rest):
                        if 'unwanted' in path:
                            self.setreply('550', '5.7.1', 'not wanted'); return Milter.REJECT
                        self.seen += [path, *rest]; return Milter.CONTINUE
                    def header(self, name, value): return Milter.CONTINUE
                    def body(self, part): self.seen.append(str(len(part))); return Milter.CONTINUE
                    def eom(self):
                        self.addheader('X-Seen', ' '.join(self.seen) + ' ' + ' '.join(map(str, map(self.getsymval, ['{daemon_name}', '_', 'i', '{mail_host}', '{rcpt_host}']))))
                        self.addheader('X-First', 'yes', 0)
                        self.chgheader('X-Folded', 1, 'three')
                        self.replacebody('another body\\r\\n')
                        return Milter.ACCEPT
                Milter.factory = Filter
                Milter.set_flags(Milter.ADDHDRS | Milter.CHGHDRS | Milter.CHGBODY)
                Milter.runmilter('filter', 'inet:' + sys.argv[1] + '@127.0.0.1', 60)
                """,
                port -> {
                    MailServer.give(port, "news@shop.test", "nobody@b.test", CONTENT);

                    int body =
                            CONTENT.substring(CONTENT.indexOf("\r\n\r\n") + 4)
                                    .getBytes(StandardCharsets.UTF_8)
                                    .length;
                    assertThat(kept())
                            .contains("+0000\r\nX-First: yes\r\nFrom: Shop")
                            .contains("\r\nX-Folded: three\r\n")
                            .endsWith(
                                    "\r\nX-Seen: 127.0.0.1 <news@shop.test> BODY=8BITMIME <nobody@b.test> "
                                            + body
                                            + " mx.test [127.0.0.1] "
                                            + new java.util.UUID(1, 1)
                                            + " shop.test b.test\r\n\r\nanother body\r\n");
                    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                                    MailServer.give(
                                            port, "news@shop.test", "unwanted@b.test", CONTENT))
                            .hasMessageContaining("550 5.7.1 not wanted");
                });
    }

    private interface Sending {
        void to(int port) throws Exception;
    }

    private void filtered(String script, Sending sending) throws Exception {
        Assumptions.assumeTrue(
                new ProcessBuilder("/usr/bin/python3", "-c", "import Milter").start().waitFor()
                        == 0,
                "python3-milter is not here: tools/mail-servers installs it");
        int port;
        try (var free = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var filter =
                new ProcessBuilder("/usr/bin/python3", "-c", script, String.valueOf(port))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("filter.log").toFile())
                        .start();
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            awaitListening(address);
            reception.close();
            reception =
                    reception(
                            new Gates(
                                    List.of(MilterSettings.of("python", address)),
                                    Optional.empty()));
            sending.to(listen(Kind.RELAY));
        } finally {
            filter.destroy();
            if (!filter.waitFor(5, TimeUnit.SECONDS)) {
                filter.destroyForcibly();
            }
        }
    }

    private static void awaitListening(InetSocketAddress address) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            try (var socket = new java.net.Socket(address.getAddress(), address.getPort())) {
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
    }
}
