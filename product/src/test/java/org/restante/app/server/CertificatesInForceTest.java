package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.ConfigFile;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.sending.queue.By;
import org.restante.testing.Certificates;
import org.restante.testing.Certificates.Wish;

/// Which certificate a running server shows to whom, and how it changes.
@Timeout(120)
final class CertificatesInForceTest {
    @TempDir private Path folder;

    private void make(String file, String name) throws Exception {
        var now = Instant.now();
        var made =
                Certificates.make(
                        new Wish(
                                "CN=" + name,
                                List.of(name),
                                false,
                                now.minus(Duration.ofDays(1)),
                                now.plus(Duration.ofDays(1))),
                        null);
        pem(file + ".pem", "CERTIFICATE", made.certificate().getEncoded());
        pem(file + "-key.pem", "PRIVATE KEY", made.keys().getPrivate().getEncoded());
    }

    private void pem(String file, String label, byte[] octets) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN "
                        + label
                        + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(octets)
                        + "\n-----END "
                        + label
                        + "-----\n");
    }

    private record Running(Server server, HttpDoor door, Reload reload) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
            door.close();
        }
    }

    private Running start(String settings) throws Exception {
        var path = folder.resolve("restante.toml");
        Files.writeString(path, settings);
        var file = ConfigFile.read(path, Map.of());
        var knowledge = Knowledge.shipped();
        var configured =
                new Configured(knowledge, InstantSource.system(), System::nanoTime, new Random(1));
        var server =
                Server.start(
                        configured.settings(file),
                        knowledge,
                        InstantSource.system(),
                        System::nanoTime);
        var reload = new Reload(server, configured, file, Map.of());
        var door =
                new HttpDoor(
                        server,
                        Optional.of(reload),
                        folder.resolve("data"),
                        reload::tokens,
                        file.config()
                                .http()
                                .settings(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        InstantSource.system(),
                        System::nanoTime);
        return new Running(server, door, reload);
    }

    /// Looks at what is shown, and trusts it.
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static String shown(InetSocketAddress at, @Nullable String asked)
            throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        try (var socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket(at.getAddress(), at.getPort())) {
            if (asked != null) {
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(asked)));
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void aClientIsShownTheCertificateForTheNameItAsksFor() throws Exception {
        make("own", "mx.us.test");
        make("shop", "mail.shop.test");
        make("wild", "any.club.test");
        var settings =
                """
                [server]
                name = "mx.us.test"
                data = "data"
                [[listener]]
                address = "127.0.0.1:0"
                kind = "implicit-tls"
                [tls]
                certificate = "own.pem"
                key = "own-key.pem"
                [tls.name."mail.shop.test"]
                certificate = "shop.pem"
                key = "shop-key.pem"
                [tls.name."*.club.test"]
                certificate = "wild.pem"
                key = "wild-key.pem"
                """;
        try (var running = start(settings)) {
            var at = running.server().addresses().getFirst();

            assertThat(shown(at, "mail.shop.test")).isEqualTo("CN=mail.shop.test");
            assertThat(shown(at, "MAIL.shop.test")).isEqualTo("CN=mail.shop.test");
            assertThat(shown(at, "smtp.club.test")).isEqualTo("CN=any.club.test");
            assertThat(shown(at, "else.test")).isEqualTo("CN=mx.us.test");
            assertThat(shown(at, null)).isEqualTo("CN=mx.us.test");

            make("shop", "mail2.shop.test");
            assertThat(running.reload().now(new By("anna", "")))
                    .isInstanceOf(Reload.Answer.Done.class);
            assertThat(shown(at, "mail.shop.test")).isEqualTo("CN=mail2.shop.test");
        }
    }

    @Test
    void commandsSpeakToAnInterfaceUnderTlsAlsoAfterItsCertificateChanged() throws Exception {
        make("web", "api.us.test");
        var settings =
                """
                [server]
                name = "mx.us.test"
                data = "data"
                [[listener]]
                address = "127.0.0.1:0"
                [http]
                certificate = "web.pem"
                key = "web-key.pem"
                """;
        try (var running = start(settings)) {
            var first = ControlFile.read(folder.resolve("data")).orElseThrow();
            assertThat(first.server().getScheme()).isEqualTo("https");
            try (var client = first.client()) {
                assertThat(client.get("/api/v1/lanes").get("lanes").isArray()).isTrue();
            }

            make("web", "api2.us.test");
            Files.setLastModifiedTime(folder.resolve("web.pem"), FileTime.fromMillis(86_400_000));
            assertThat(running.reload().refresh()).isTrue();

            assertThat(shown(running.door().address(), null)).isEqualTo("CN=api2.us.test");
            try (var client = ControlFile.read(folder.resolve("data")).orElseThrow().client()) {
                assertThat(client.get("/api/v1/lanes").get("lanes").isArray()).isTrue();
            }
            try (var client = first.client()) {
                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> client.get("/api/v1/lanes"))
                        .hasMessageContaining("another certificate");
            }
        }
    }
}
