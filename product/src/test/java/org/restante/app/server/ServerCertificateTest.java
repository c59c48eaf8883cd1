package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.testing.Certificates;
import org.restante.testing.Certificates.Made;
import org.restante.testing.Certificates.Wish;

final class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir private Path folder;

    private static Made made(Made issuer) throws GeneralSecurityException {
        return Certificates.make(
                new Wish(
                        "CN=mx.us.test",
                        List.of("mx.us.test"),
                        issuer == null,
                        NOW.minus(Duration.ofDays(1)),
                        NOW.plus(Duration.ofDays(1))),
                issuer);
    }

    private static String pem(String label, byte[] octets) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets)
                + "\n-----END "
                + label
                + "-----\n";
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(Made made) {
        return pem("PRIVATE KEY", made.keys().getPrivate().getEncoded());
    }

    private ServerCertificate read(String certificate, String key, Instant now)
            throws IOException, BadCertificate {
        return ServerCertificate.read(
                Files.writeString(folder.resolve("c.pem"), certificate),
                Files.writeString(folder.resolve("k.pem"), key),
                now);
    }

    private void refused(String certificate, String key, Instant now, String why) {
        assertThatThrownBy(() -> read(certificate, key, now))
                .isInstanceOf(BadCertificate.class)
                .hasMessageContaining(why);
    }

    @Test
    void aChainAndItsKeyAreRead() throws Exception {
        var authority = made(null);
        var own =
                Certificates.make(
                        new Wish(
                                "CN=out.us.test",
                                List.of(),
                                false,
                                NOW.minusSeconds(60),
                                NOW.plusSeconds(60)),
                        authority);

        var read =
                read(
                        "Subject: some words before\n"
                                + pem(own.certificate())
                                + pem(authority.certificate()),
                        pem(own),
                        NOW);

        assertThat(read.chain()).containsExactly(own.certificate(), authority.certificate());
        assertThat(read.context().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void theOlderFormsOfKeysAreRead() throws Exception {
        var own = made(null);
        var info = PrivateKeyInfo.getInstance(own.keys().getPrivate().getEncoded());
        var inner = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
        var sec1 =
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, inner.getKey(), info.getPrivateKeyAlgorithm().getParameters());

        var read = read(pem(own.certificate()), pem("EC PRIVATE KEY", sec1.getEncoded()), NOW);

        assertThat(((java.security.interfaces.ECPrivateKey) read.key()).getS())
                .isEqualTo(
                        ((java.security.interfaces.ECPrivateKey) own.keys().getPrivate()).getS());
    }

    @Test
    void whatCannotBeUsedIsRefusedWithTheReason() throws Exception {
        var own = made(null);
        var other = made(null);
        var good = pem(own.certificate());

        refused(
                good,
                pem(other),
                NOW,
                "k.pem: is not the key of the certificate for CN=mx.us.test");
        refused(
                good,
                pem(own),
                NOW.plus(Duration.ofDays(2)),
                "has expired at 2026-11-29T12:00:00Z");
        refused(
                good,
                pem(own),
                NOW.minus(Duration.ofDays(2)),
                "holds only from 2026-11-27T12:00:00Z on");
        refused("", pem(own), NOW, "c.pem: holds no certificate");
        refused(pem(own), pem(own), NOW, "c.pem: holds no certificate");
        refused(good, good, NOW, "k.pem: holds no private key");
        refused(
                good,
                pem("PRIVATE KEY", new byte[] {1, 2, 3}),
                NOW,
                "holds a key that cannot be read");
        refused(pem("CERTIFICATE", new byte[] {1, 2, 3}), pem(own), NOW, "c.pem: is damaged");
        refused(
                good,
                pem("ENCRYPTED PRIVATE KEY", new byte[] {1}),
                NOW,
                "is locked with a passphrase; 'openssl pkey -in FILE -out NEW' writes it without");
        refused(
                good
                        + pem(
                                Certificates.make(
                                                new Wish(
                                                        "CN=else.test",
                                                        List.of(),
                                                        true,
                                                        NOW,
                                                        NOW.plusSeconds(9)),
                                                null)
                                        .certificate()),
                pem(own),
                NOW,
                "is not in order: the certificate for CN=mx.us.test is followed by CN=else.test");
    }

    @Test
    void anRsaKeyDoesNotFitAnEcCertificate() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var rsa = generator.generateKeyPair();

        refused(
                pem(made(null).certificate()),
                pem("PRIVATE KEY", rsa.getPrivate().getEncoded()),
                NOW,
                "is not the key of the certificate");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThatThrownBy(() ->
                        ServerCertificate.read(
                                folder.resolve("no.pem"), folder.resolve("no.key"), NOW))
                .hasMessage(folder.resolve("no.pem") + ": no such file");
    }
}
