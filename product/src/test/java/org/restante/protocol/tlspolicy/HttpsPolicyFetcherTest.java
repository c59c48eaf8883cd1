package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;
import org.restante.testing.Certificates;
import org.restante.testing.Certificates.Made;
import org.restante.testing.Certificates.Wish;

final class HttpsPolicyFetcherTest {
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");
    private static final CountDownLatch OVER = new CountDownLatch(1);

    private static HttpsServer server;
    private static Made root;

    @BeforeAll
    static void serve() throws Exception {
        root = Certificates.make(new Wish("CN=Root", List.of(), true, FROM, UNTIL), null);
        var leaf =
                Certificates.make(
                        new Wish("CN=web", List.of("localhost"), false, FROM, UNTIL), root);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key",
                leaf.keys().getPrivate(),
                new char[0],
                new X509Certificate[] {leaf.certificate(), root.certificate()});
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", HttpsPolicyFetcherTest::answer);
        server.start();
    }

    @AfterAll
    static void stop() {
        OVER.countDown();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/good.test" -> send(exchange, 200, "text/plain; charset=utf-8", "the policy");
                case "/chunked.test" -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("the ".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    exchange.getResponseBody().write("policy".getBytes(StandardCharsets.UTF_8));
                }
                case "/html.test" -> send(exchange, 200, "text/html", "the policy");
                case "/moved.test" -> {
                    exchange.getResponseHeaders().set("Location", "/good.test");
                    send(exchange, 301, "text/plain", "");
                }
                case "/gone.test" -> send(exchange, 404, "text/plain", "the policy");
                case "/big.test" -> send(exchange, 200, "text/plain", "x".repeat(64 * 1024 + 1));
                default -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    awaitTheEnd();
                }
            }
        }
    }

    private static void awaitTheEnd() {
        try {
            OVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
    }

    private static Fetched fetch(String domain, String host, Made trusted, Duration patience)
            throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", trusted.certificate());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var fetcher =
                new HttpsPolicyFetcher(
                        context,
                        name ->
                                URI.create(
                                        "https://"
                                                + host
                                                + ":"
                                                + server.getAddress().getPort()
                                                + "/"
                                                + name.ascii()));
        return fetcher.fetch(
                new Domain(domain), List.of(InetAddress.getLoopbackAddress()), patience);
    }

    @Test
    void aPolicyFileIsFetched() throws Exception {
        assertThat(fetch("good.test", "localhost", root, Duration.ofSeconds(60)))
                .isEqualTo(new Fetched.File("the policy"));
        assertThat(fetch("chunked.test", "localhost", root, Duration.ofSeconds(60)))
                .isEqualTo(new Fetched.File("the policy"));
    }

    @ParameterizedTest
    @CsvSource({"html.test,text/plain", "moved.test,301", "gone.test,404"})
    void whatIsNoPolicyFileIsNotTaken(String domain, String why) throws Exception {
        assertThat(fetch(domain, "localhost", root, Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(
                        Fetched.Failed.class, failed -> assertThat(failed.reason()).contains(why));
    }

    @Test
    void aFileThatIsTooLongOrTooSlowIsNotTaken() throws Exception {
        assertThat(fetch("big.test", "localhost", root, Duration.ofSeconds(60)))
                .isInstanceOf(Fetched.Failed.class);
        assertThat(fetch("slow.test", "localhost", root, Duration.ofMillis(400)))
                .isInstanceOf(Fetched.Failed.class);
    }

    @Test
    void aCertificateThatIsNotTrustedOrForAnotherNameIsNotTaken() throws Exception {
        var other = Certificates.make(new Wish("CN=Root", List.of(), true, FROM, UNTIL), null);

        assertThat(fetch("good.test", "localhost", other, Duration.ofSeconds(60)))
                .isInstanceOf(Fetched.Failed.class);
        assertThat(fetch("good.test", "127.0.0.1", root, Duration.ofSeconds(60)))
                .isInstanceOf(Fetched.Failed.class);
    }
}
