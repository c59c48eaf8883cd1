package org.restante.app.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// The certificate this server shows, with those that lead to a root, and its key (PEM, RFC 7468).
///
/// @param chain its own first
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ([A-Z0-9 ]+)-----",
                    Pattern.DOTALL);

    /// Reads both files; they belong together and the certificate is in its time.
    public static ServerCertificate read(Path certificate, Path key, Instant now)
            throws BadCertificate {
        var chain = chain(certificate, text(certificate, false));
        var secret = key(key, text(key, true));
        var own = chain.getFirst();
        if (!belongTogether(own.getPublicKey(), secret)) {
            throw new BadCertificate(
                    true,
                    key,
                    "is not the key of the certificate for "
                            + name(own)
                            + "; the key it was made with would be right");
        }
        if (now.isAfter(own.getNotAfter().toInstant())) {
            throw new BadCertificate(
                    false,
                    certificate,
                    "has expired at "
                            + own.getNotAfter().toInstant()
                            + "; a new one would be right");
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            throw new BadCertificate(
                    false,
                    certificate,
                    "holds only from "
                            + own.getNotBefore().toInstant()
                            + " on; is this machine's clock right?");
        }
        return new ServerCertificate(chain, secret);
    }

    private static String text(Path file, boolean isKey) throws BadCertificate {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new BadCertificate(isKey, file, "no such file");
        } catch (AccessDeniedException e) {
            throw new BadCertificate(
                    isKey, file, "may not be read; the user the server runs as must be able to");
        } catch (IOException e) {
            throw new BadCertificate(isKey, file, "cannot be read: " + e.getMessage());
        }
    }

    private static List<X509Certificate> chain(Path file, String text) throws BadCertificate {
        try {
            var certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            onlyCertificates(text)
                                                    .getBytes(StandardCharsets.ISO_8859_1)));
            if (certificates.isEmpty()) {
                throw new BadCertificate(
                        false,
                        file,
                        "holds no certificate; '-----BEGIN CERTIFICATE-----' would begin one");
            }
            return inOrder(file, certificates.stream().map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException e) {
            throw new BadCertificate(false, file, "is damaged: " + e.getMessage());
        }
    }

    private static String onlyCertificates(String text) {
        var kept = new StringBuilder();
        var block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                kept.append(block.group()).append('\n');
            }
        }
        return kept.toString();
    }

    private static List<X509Certificate> inOrder(Path file, List<X509Certificate> chain)
            throws BadCertificate {
        for (int i = 1; i < chain.size(); i++) {
            var before = chain.get(i - 1);
            if (!before.getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new BadCertificate(
                        false,
                        file,
                        "is not in order: the certificate for "
                                + name(before)
                                + " is followed by "
                                + name(chain.get(i))
                                + ", which did not issue it; the server's own first and then its issuer would be right");
            }
        }
        return chain;
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static PrivateKey key(Path file, String text) throws BadCertificate {
        var block = BLOCK.matcher(text);
        while (block.find()) {
            var label = block.group(1);
            if (label.equals("ENCRYPTED PRIVATE KEY") || block.group(2).contains("ENCRYPTED")) {
                throw new BadCertificate(
                        true,
                        file,
                        "is locked with a passphrase; 'openssl pkey -in FILE -out NEW' writes it without");
            }
            if (label.endsWith("PRIVATE KEY")) {
                return key(file, label, block.group(2));
            }
        }
        throw new BadCertificate(
                true, file, "holds no private key; '-----BEGIN PRIVATE KEY-----' would begin one");
    }

    private static PrivateKey key(Path file, String label, String base64) throws BadCertificate {
        try {
            var info = info(label, Base64.getMimeDecoder().decode(base64));
            var kind = info.getPrivateKeyAlgorithm().getAlgorithm();
            var algorithm =
                    kind.equals(PKCSObjectIdentifiers.rsaEncryption)
                            ? "RSA"
                            : kind.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : "EdDSA";
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new BadCertificate(
                    true,
                    file,
                    "holds a key that cannot be read ("
                            + e.getMessage()
                            + "); an RSA, EC or Ed25519 key in PEM would be right");
        }
    }

    /// PKCS#8 as it is; PKCS#1 (RSA) and SEC 1 (EC) wrapped in it.
    private static PrivateKeyInfo info(String label, byte[] octets) throws IOException {
        return switch (label) {
            case "RSA PRIVATE KEY" ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(
                                    PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(octets));
            case "EC PRIVATE KEY" -> {
                var key = ECPrivateKey.getInstance(octets);
                yield new PrivateKeyInfo(
                        new AlgorithmIdentifier(
                                X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                        key);
            }
            default -> PrivateKeyInfo.getInstance(octets);
        };
    }

    /// What the key signs, the certificate's public half must find right.
    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        var algorithm =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        try {
            var probe = "whose key is this?".getBytes(StandardCharsets.US_ASCII);
            var signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(probe);
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(open);
            verifying.update(probe);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// SHA-256 of the server's own certificate, in hexadecimal.
    String fingerprint() {
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(chain.getFirst().getEncoded());
            return HexFormat.of().formatHex(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /// What makes TLS with it.
    public SSLContext context() {
        return CertificateKeys.context(name -> this);
    }
}
