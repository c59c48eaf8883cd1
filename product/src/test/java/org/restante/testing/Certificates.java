package org.restante.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Certificates made for a test, written octet by octet (X.690, RFC 5280 §4.1).
public final class Certificates {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 =
            sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
    private static int serial = 1;

    /// A certificate and the key it is of.
    public record Made(KeyPair keys, X509Certificate certificate) {}

    /// What is wanted.
    public record Wish(
            String subject, List<String> names, boolean authority, Instant from, Instant until) {}

    private Certificates() {}

    /// Signed by `issuer`, or by itself where that is null.
    public static Made make(Wish wish, @Nullable Made issuer) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var subject = new X500Principal(wish.subject()).getEncoded();
        var body =
                sequence(
                        tagged(0xa0, integer(2)),
                        integer(serial++),
                        ECDSA_WITH_SHA256,
                        issuer == null
                                ? subject
                                : issuer.certificate().getSubjectX500Principal().getEncoded(),
                        sequence(time(wish.from()), time(wish.until())),
                        subject,
                        keys.getPublic().getEncoded(),
                        tagged(0xa3, sequence(extensions(wish))));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign((issuer == null ? keys : issuer.keys()).getPrivate());
        signature.update(body);
        var whole =
                sequence(body, ECDSA_WITH_SHA256, tagged(3, joined(new byte[1], signature.sign())));
        return new Made(
                keys,
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(whole)));
    }

    private static byte[] extensions(Wish wish) {
        var constraints =
                extension(
                        objectId(0x55, 0x1d, 0x13),
                        sequence(wish.authority() ? tagged(1, new byte[] {-1}) : new byte[0]));
        if (wish.names().isEmpty()) {
            return constraints;
        }
        var names =
                wish.names().stream()
                        .map(name -> tagged(0x82, name.getBytes(StandardCharsets.US_ASCII)))
                        .toArray(byte[][]::new);
        return joined(constraints, extension(objectId(0x55, 0x1d, 0x11), sequence(names)));
    }

    private static byte[] extension(byte[] id, byte[] value) {
        return sequence(id, tagged(4, value));
    }

    private static byte[] time(Instant instant) {
        return tagged(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(int value) {
        return tagged(2, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] objectId(int... octets) {
        var id = new byte[octets.length];
        for (int i = 0; i < id.length; i++) {
            id[i] = (byte) octets[i];
        }
        return tagged(6, id);
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, joined(parts));
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
