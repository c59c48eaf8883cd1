package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.dns.Tlsa;
import org.restante.testing.Certificates;
import org.restante.testing.Certificates.Made;
import org.restante.testing.Certificates.Wish;

final class DaneCheckTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");

    private static final Map<String, Made> MADE = made();

    private static Map<String, Made> made() {
        try {
            var made = new HashMap<String, Made>();
            var root = Certificates.make(new Wish("CN=Root", List.of(), true, FROM, UNTIL), null);
            var middle =
                    Certificates.make(new Wish("CN=Middle", List.of(), true, FROM, UNTIL), root);
            made.put("root", root);
            made.put("middle", middle);
            made.put(
                    "leaf",
                    leaf(
                            "CN=leaf",
                            List.of("mx.example.test", "*.wild.test"),
                            FROM,
                            UNTIL,
                            middle));
            made.put(
                    "expired",
                    leaf(
                            "CN=leaf",
                            List.of("mx.example.test"),
                            FROM,
                            NOON.minusSeconds(1),
                            middle));
            made.put(
                    "future",
                    leaf(
                            "CN=leaf",
                            List.of("mx.example.test"),
                            NOON.plusSeconds(60),
                            UNTIL,
                            middle));
            made.put("common", leaf("CN=mx.example.test", List.of(), FROM, UNTIL, middle));
            made.put(
                    "underLeaf",
                    leaf("CN=x", List.of("mx.example.test"), FROM, UNTIL, made.get("leaf")));
            made.put("self", leaf("CN=self", List.of("mx.example.test"), FROM, UNTIL, null));
            made.put(
                    "other",
                    Certificates.make(new Wish("CN=Root", List.of(), true, FROM, UNTIL), null));
            return made;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Made leaf(
            String subject, List<String> names, Instant from, Instant until, Made issuer)
            throws Exception {
        return Certificates.make(new Wish(subject, names, false, from, until), issuer);
    }

    private static X509Certificate certificate(String name) {
        return MADE.get(name).certificate();
    }

    private static List<X509Certificate> chain(String names) {
        return names.isEmpty()
                ? List.of()
                : List.of(names.split(" ")).stream().map(DaneCheckTest::certificate).toList();
    }

    /// `3 1 1 leaf`: the record for the certificate of that name; `3 1 1 !leaf`: the same with a wrong digit.
    private static Tlsa tlsa(String text) throws Exception {
        var word = text.split(" ");
        var wrong = word[3].startsWith("!");
        var certificate = certificate(wrong ? word[3].substring(1) : word[3]);
        var selected =
                word[1].equals("0")
                        ? certificate.getEncoded()
                        : certificate.getPublicKey().getEncoded();
        var octets =
                switch (word[2]) {
                    case "1" -> MessageDigest.getInstance("SHA-256").digest(selected);
                    case "2" -> MessageDigest.getInstance("SHA-512").digest(selected);
                    default -> selected.clone();
                };
        octets[octets.length - 1] ^= (byte) (wrong ? 1 : 0);
        return Tlsa.of(
                Integer.parseInt(word[0]),
                Integer.parseInt(word[1]),
                Integer.parseInt(word[2]),
                octets);
    }

    private static DaneCheck check(String records, String name) throws Exception {
        var all = new ArrayList<Tlsa>();
        for (var record : records.split(", ")) {
            all.add(tlsa(record));
        }
        return new DaneCheck(all, List.of(name));
    }

    private static String told(DaneCheck.Result result) {
        return switch (result) {
            case DaneCheck.Result.Matches(var record, var depth) ->
                    "match " + record.usage() + " at " + depth;
            case DaneCheck.Result.Mismatch(var kind, _) -> kind.word();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 0 0 leaf|leaf|mx.example.test|match 3 at 0",
                "3 0 1 leaf|leaf|mx.example.test|match 3 at 0",
                "3 0 2 leaf|leaf|mx.example.test|match 3 at 0",
                "3 1 0 leaf|leaf|mx.example.test|match 3 at 0",
                "3 1 1 leaf|leaf middle|mx.example.test|match 3 at 0",
                "3 1 2 leaf|leaf middle|mx.example.test|match 3 at 0",
                "3 1 1 leaf|leaf|another.test|match 3 at 0",
                "3 1 1 expired|expired|mx.example.test|match 3 at 0",
                "3 1 1 self|self|mx.example.test|match 3 at 0",
                "3 1 1 !leaf|leaf|mx.example.test|validation-failure",
                "3 1 1 !leaf, 3 1 1 leaf|leaf|mx.example.test|match 3 at 0",
                "3 1 1 middle|leaf middle|mx.example.test|validation-failure",
                "2 1 1 leaf|leaf middle|mx.example.test|validation-failure",
                "2 1 1 self|self|mx.example.test|validation-failure",
                "2 1 1 middle|leaf middle|mx.example.test|match 2 at 1",
                "2 0 1 middle|leaf middle root|mx.example.test|match 2 at 1",
                "2 0 2 root|leaf middle root|mx.example.test|match 2 at 2",
                "2 0 1 root|leaf root middle|mx.example.test|match 2 at 2",
                "2 0 1 root|leaf middle|mx.example.test|validation-failure",
                "2 0 0 root|leaf middle|mx.example.test|match 2 at 2",
                "2 1 0 root|leaf middle|mx.example.test|match 2 at 1",
                "2 1 0 middle|leaf|mx.example.test|match 2 at 0",
                "2 0 0 other|leaf middle|mx.example.test|validation-failure",
                "2 1 0 other|leaf middle|mx.example.test|validation-failure",
                "2 0 1 other|leaf middle other|mx.example.test|validation-failure",
                "2 1 1 middle|leaf middle|another.test|certificate-host-mismatch",
                "2 1 1 middle|leaf middle|a.wild.test|match 2 at 1",
                "2 1 1 middle|leaf middle|a.b.wild.test|certificate-host-mismatch",
                "2 1 1 middle|leaf middle|wild.test|certificate-host-mismatch",
                "2 1 1 middle|common middle|mx.example.test|match 2 at 1",
                "2 1 1 middle|expired middle|mx.example.test|certificate-expired",
                "2 1 1 middle|future middle|mx.example.test|certificate-expired",
                "2 1 1 middle|underLeaf leaf middle|mx.example.test|certificate-not-trusted",
                "2 1 1 !middle, 2 1 1 middle|leaf middle|mx.example.test|match 2 at 1",
                "2 1 1 middle, 3 1 1 leaf|leaf middle|another.test|match 3 at 0",
                "3 1 1 leaf|''|mx.example.test|validation-failure"
            })
    void aCertificateIsHeldAgainstTheRecords(String records, String chain, String name, String told)
            throws Exception {
        assertThat(told(check(records, name).check(chain(chain), NOON))).isEqualTo(told);
    }

    @Test
    void recordsThatMailCannotUseAreToldFromThoseItCan() {
        var digest = "ab".repeat(32);
        assertThat(DaneLookup.isUsable(new Tlsa(3, 1, 1, digest))).isTrue();
        assertThat(DaneLookup.isUsable(new Tlsa(2, 0, 0, "30"))).isTrue();
        assertThat(
                        List.of(
                                new Tlsa(0, 1, 1, digest),
                                new Tlsa(1, 1, 1, digest),
                                new Tlsa(255, 1, 1, digest),
                                new Tlsa(3, 2, 1, digest),
                                new Tlsa(3, 1, 3, digest),
                                new Tlsa(3, 1, 1, "abcd"),
                                new Tlsa(3, 1, 2, digest),
                                new Tlsa(3, 1, 0, "")))
                .noneMatch(DaneLookup::isUsable);
    }

    @Test
    void aRecordWithNonsenseInItIsNoAnchor() {
        var check =
                new DaneCheck(
                        List.of(new Tlsa(2, 0, 0, "300102"), new Tlsa(2, 1, 0, "00")),
                        List.of("mx.example.test"));

        assertThat(told(check.check(chain("leaf middle"), NOON))).isEqualTo("validation-failure");
    }

    private static SSLContext server(String... names) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var chain = new X509Certificate[names.length];
        for (int i = 0; i < names.length; i++) {
            chain[i] = certificate(names[i]);
        }
        store.setKeyEntry("key", MADE.get(names[0]).keys().getPrivate(), new char[0], chain);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /// What the client's handshake with a real server comes to.
    private static String handshake(TrustManager trust, String... serverChain) throws Exception {
        try (var listener =
                (SSLServerSocket)
                        server(serverChain)
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering =
                    Thread.startVirtualThread(() -> {
                        try (var socket = (SSLSocket) listener.accept()) {
                            socket.startHandshake();
                            socket.getInputStream().read();
                        } catch (java.io.IOException e) {
                            // The client has its reasons.
                        }
                    });
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            try (var socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            listener.getInetAddress(), listener.getLocalPort())) {
                socket.startHandshake();
                return "secured";
            } catch (SSLException e) {
                return e.getCause() instanceof TlsPolicyException policy
                        ? policy.result().word()
                        : e.toString();
            } finally {
                answering.join(Duration.ofSeconds(5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 1 1 leaf|mx.example.test|secured",
                "3 1 1 !leaf|mx.example.test|validation-failure",
                "2 1 1 middle|mx.example.test|secured",
                "2 1 1 middle|another.test|certificate-host-mismatch"
            })
    void aHandshakeEndsAsTheCheckDoes(String records, String name, String outcome)
            throws Exception {
        var trust = new DaneTrust(check(records, name), InstantSource.fixed(NOON));

        assertThat(handshake(trust, "leaf", "middle")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "root,mx.example.test,secured",
        "root,x.wild.test,secured",
        "root,another.test,certificate-host-mismatch",
        "other,mx.example.test,certificate-not-trusted"
    })
    void mtaStsWantsATrustedCertificateForTheHost(String authority, String host, String outcome)
            throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", certificate(authority));
        var authorities = TrustManagerFactory.getInstance("PKIX");
        authorities.init(store);
        var trust = new StsTrust((X509TrustManager) authorities.getTrustManagers()[0], host);

        assertThat(handshake(trust, "leaf", "middle")).isEqualTo(outcome);
    }
}
