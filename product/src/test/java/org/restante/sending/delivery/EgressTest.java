package org.restante.sending.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.sending.delivery.DeliverySession.Opening;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.sending.routing.Egress;
import org.restante.sending.routing.Login;

/// Connections that leave through a proxy, and logging in at a smart host.
@Timeout(120)
final class EgressTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final DeliverySettings SETTINGS = DeliverySettings.alike(LONG);
    private static final String PLAIN =
            "S: 220 mx\nC: EHLO us.test\nS: 250 mx\nC: QUIT\nS: 221 bye\n";

    /// What a proxy does with its one client.
    @FunctionalInterface
    private interface Proxying {
        void serve(Socket client, DataInputStream in) throws IOException;
    }

    /// A proxy on loopback for one connection.
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Proxy(Proxying proxying) throws IOException {
            Thread.ofVirtual()
                    .start(() -> {
                        try (var client = server.accept()) {
                            proxying.serve(client, new DataInputStream(client.getInputStream()));
                        } catch (IOException e) {
                            // The other side is gone.
                        }
                    });
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Opening open(
            InetSocketAddress host, Egress egress, Optional<InetAddress> source, Login... logins) {
        var peer =
                new Peer(
                        "mx",
                        host,
                        Speaks.SMTP,
                        Security.NONE,
                        source,
                        "us.test",
                        egress,
                        Optional.of(logins).filter(all -> all.length > 0).map(all -> all[0]));
        return DeliverySession.open(
                peer,
                SETTINGS,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                System::nanoTime,
                new Wiretaps(System::nanoTime).of("s", "site", "source", "host"));
    }

    private static Outcome failure(Opening opening) {
        return ((Opening.Failed) opening).outcome();
    }

    /// Passes on what comes, in both directions.
    private static void join(Socket client, InetSocketAddress to) throws IOException {
        try (var host = new Socket(to.getAddress(), to.getPort())) {
            var back =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    host.getInputStream().transferTo(client.getOutputStream());
                                    client.shutdownOutput();
                                } catch (IOException e) {
                                    // Over.
                                }
                            });
            client.getInputStream().transferTo(host.getOutputStream());
            host.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSocksProxyIsAskedForTheHostAndSaysFromWhereItGoes() throws Exception {
        var asked = new CompletableFuture<String>();
        try (var host = new ScriptedHost(PLAIN);
                var proxy =
                        new Proxy((client, in) -> {
                            var said = new StringBuilder();
                            said.append(hex(in, 4)).append('|');
                            client.getOutputStream().write(new byte[] {5, 2});
                            said.append(hex(in, 1 + 1 + 4 + 1 + 6)).append('|');
                            client.getOutputStream().write(new byte[] {1, 0});
                            said.append(hex(in, 8));
                            asked.complete(said + "|" + in.readUnsignedShort());
                            client.getOutputStream()
                                    .write(new byte[] {5, 0, 0, 1, (byte) 192, 0, 2, 7, 9, 9});
                            join(client, host.address());
                        })) {
            var egress =
                    new Egress.Socks5(proxy.address(), Optional.of(new Login("user", "secret")));
            var session = ((Opening.Open) open(host.address(), egress, Optional.empty())).session();
            session.quit();

            assertThat(session.localAddress()).isEqualTo(address("192.0.2.7"));
            assertThat(asked.get())
                    .isEqualTo(
                            "05020002|010475736572"
                                    + "06736563726574|050100017f000001|"
                                    + host.address().getPort());
            assertThat(host.heard()).isEmpty();
        }
    }

    private static String hex(DataInputStream in, int count) throws IOException {
        return HexFormat.of().formatHex(in.readNBytes(count));
    }

    @Test
    void whatASocksProxySaysOfTheHostIsSaidOfTheHost() throws Exception {
        try (var proxy =
                new Proxy((client, in) -> {
                    in.readNBytes(3);
                    client.getOutputStream().write(new byte[] {5, 0});
                    in.readNBytes(10);
                    client.getOutputStream().write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
                })) {
            var egress = new Egress.Socks5(proxy.address(), Optional.empty());
            var host = new InetSocketAddress("192.0.2.25", 25);

            assertThat(failure(open(host, egress, Optional.empty())))
                    .isEqualTo(
                            new Outcome.Broken(
                                    Stage.CONNECT,
                                    Trouble.REFUSED,
                                    "the proxy "
                                            + proxy.address()
                                            + " says of /192.0.2.25:25: connection refused"));
        }
    }

    @Test
    void haProxyIsToldWhereFromAndWhereTo() throws Exception {
        var told = new CompletableFuture<String>();
        try (var host = new ScriptedHost(PLAIN);
                var proxy =
                        new Proxy((client, in) -> {
                            told.complete(hex(in, 28));
                            join(client, host.address());
                        })) {
            var session =
                    ((Opening.Open)
                                    open(
                                            host.address(),
                                            new Egress.HaProxy(proxy.address(), 2),
                                            Optional.of(address("192.0.2.10"))))
                            .session();
            session.quit();

            assertThat(session.localAddress()).isEqualTo(address("192.0.2.10"));
            assertThat(told.get())
                    .startsWith("0d0a0d0a000d0a515549540a2111000cc000020a7f000001")
                    .endsWith("%04x".formatted(host.address().getPort()));
        }
        assertThat(
                        new String(
                                Connecting.headerInText(
                                        address("2001:db8::1"),
                                        4711,
                                        new InetSocketAddress("2001:db8::2", 25)),
                                StandardCharsets.US_ASCII))
                .isEqualTo("PROXY TCP6 2001:db8:0:0:0:0:0:1 2001:db8:0:0:0:0:0:2 4711 25\r\n");
    }

    @Test
    void aPasswordIsSaidByPlainOrElseByLogin() throws Exception {
        var beginning = "S: 220 mx\nC: EHLO us.test\nS: 250-mx\nS: 250 AUTH ";
        var end = "S: 235 in\nC: QUIT\nS: 221 bye\n";
        for (var script :
                new String[] {
                    beginning + "LOGIN PLAIN\nC: AUTH PLAIN AHVzZXIAc2VjcmV0\n" + end,
                    beginning
                            + "LOGIN\nC: AUTH LOGIN\nS: 334 x\nC: dXNlcg==\nS: 334 y\nC: c2VjcmV0\n"
                            + end
                }) {
            try (var host = new ScriptedHost(script)) {
                var opening =
                        open(
                                host.address(),
                                Egress.DIRECT,
                                Optional.empty(),
                                new Login("user", "secret"));
                ((Opening.Open) opening).session().quit();

                assertThat(host.heard()).isEmpty();
            }
        }
    }

    @Test
    void aRefusedPasswordIsNoMessagesFault() throws Exception {
        var script =
                "S: 220 mx\nC: EHLO us.test\nS: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH *\nS: 535 5.7.8 wrong\n--";
        try (var host = new ScriptedHost(script)) {
            var opening =
                    open(
                            host.address(),
                            Egress.DIRECT,
                            Optional.empty(),
                            new Login("user", "secret"));

            assertThat(failure(opening))
                    .isEqualTo(
                            new Outcome.Unfit("4.7.8", "mx does not let user in: 535 5.7.8 wrong"));
        }
    }
}
