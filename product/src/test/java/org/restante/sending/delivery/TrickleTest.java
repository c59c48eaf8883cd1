package org.restante.sending.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.smtp.Trouble;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.testing.Certificates;
import org.restante.testing.Certificates.Wish;

/// A host that sends a TLS record octet by octet, each in time: it does not keep us for ever.
@Timeout(120)
final class TrickleTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(300);

    /// A connection whose octets go out one at a time once it trickles.
    private static final class Trickling extends Socket {
        private final Socket to;
        private volatile boolean trickles;

        Trickling(Socket to) {
            this.to = to;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean isClosed() {
            return to.isClosed();
        }

        @Override
        public InetAddress getInetAddress() {
            return to.getInetAddress();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return to.getRemoteSocketAddress();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return to.getInputStream();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(to.getOutputStream()) {
                @Override
                public void write(byte[] octets, int from, int count) throws IOException {
                    if (!trickles) {
                        out.write(octets, from, count);
                        return;
                    }
                    for (int i = from; i < from + count; i++) {
                        out.write(octets[i]);
                        try {
                            Thread.sleep(20);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                }
            };
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }

    private static SSLContext context() throws Exception {
        var made =
                Certificates.make(
                        new Wish(
                                "CN=x",
                                List.of("mx.test"),
                                false,
                                Instant.parse("2020-01-01T00:00:00Z"),
                                Instant.parse("2046-01-01T00:00:00Z")),
                        null);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "mx",
                made.keys().getPrivate(),
                new char[0],
                new java.security.cert.Certificate[] {made.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void serve(ServerSocket server, SSLContext context) {
        try (var plain = server.accept()) {
            say(plain, "220 mx.test");
            line(plain);
            say(plain, "250-mx.test\r\n250 STARTTLS");
            line(plain);
            say(plain, "220 go ahead");
            var connection = new Trickling(plain);
            var tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(connection, "client", plain.getPort(), true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            line(tls);
            say(tls, "250 mx.test");
            line(tls);
            connection.trickles = true;
            say(tls, "250 " + "x".repeat(400));
            line(tls);
        } catch (IOException e) {
            // The other side is gone, as it should.
        }
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        to.getOutputStream().flush();
    }

    private static void line(Socket from) throws IOException {
        for (int octet = from.getInputStream().read(); octet != '\n' && octet >= 0; ) {
            octet = from.getInputStream().read();
        }
    }

    private static SSLSocketFactory trustingAll() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new X509TrustManager[] {new AnyCertificate()}, null);
        return context.getSocketFactory();
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    @Test
    void aRecordThatComesOctetByOctetIsNotWaitedForLongerThanAReply() throws Exception {
        var context = context();
        var settings =
                new DeliverySettings(
                        LONG, LONG, LONG, LONG, SOON, LONG, LONG, LONG, LONG, LONG, SOON);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, context));
            var opening =
                    DeliverySession.open(
                            new Peer(
                                    "mx.test",
                                    (InetSocketAddress) server.getLocalSocketAddress(),
                                    Speaks.SMTP,
                                    Security.REQUIRED,
                                    Optional.empty(),
                                    "us.test"),
                            settings,
                            trustingAll(),
                            System::nanoTime,
                            new Wiretaps(System::nanoTime).of("s", "site", "source", "host"));
            try (var session = ((DeliverySession.Opening.Open) opening).session()) {
                var outcome =
                        session.deliver(DeliverySessionTest.mail("x", "a@mx.test")).getFirst();

                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Broken.class,
                                broken -> assertThat(broken.trouble()).isEqualTo(Trouble.TIMEOUT));
                assertThat(session.isUsable()).isFalse();
            }
        }
    }
}
