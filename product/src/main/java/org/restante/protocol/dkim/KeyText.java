package org.restante.protocol.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// Private keys as text (PEM, RFC 7468): PKCS#8 for RSA and Ed25519, PKCS#1 for RSA.
public final class KeyText {
    /// RFC 8410 §3.
    private static final String ED25519 = "1.3.101.112";

    private static final int SMALLEST_RSA = 1024;
    private static final int LINE = 64;

    private KeyText() {}

    /// The text is no key that signs mail; the message says what it is and what would be right.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /// Reads the first private key of a text.
    public static SigningKey read(String text) throws Unusable {
        int begin = text.indexOf("-----BEGIN ");
        int labelEnd = begin < 0 ? -1 : text.indexOf("-----", begin + 11);
        if (labelEnd < 0) {
            throw new Unusable(
                    "holds no line '-----BEGIN PRIVATE KEY-----'; a private key in PEM would be right");
        }
        var label = text.substring(begin + 11, labelEnd);
        int end = text.indexOf("-----END " + label + "-----", labelEnd);
        if (end < 0) {
            throw new Unusable(
                    "has no line '-----END " + TagList.shown(label) + "-----': it was cut off");
        }
        return read(label, octets(text.substring(labelEnd + 5, end)));
    }

    private static byte[] octets(String base64) throws Unusable {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Unusable("is damaged: what stands between BEGIN and END is not base64");
        }
    }

    private static SigningKey read(String label, byte[] octets) throws Unusable {
        return switch (label) {
            case "PRIVATE KEY" -> pkcs8(octets);
            case "RSA PRIVATE KEY" -> pkcs1(octets);
            case "ENCRYPTED PRIVATE KEY" ->
                    throw new Unusable(
                            "is locked with a passphrase; 'openssl pkey -in FILE -out NEW' writes it without");
            case "PUBLIC KEY", "RSA PUBLIC KEY" ->
                    throw new Unusable("is the public half; the private one signs");
            case "CERTIFICATE" -> throw new Unusable("is a certificate; a private key signs");
            default ->
                    throw new Unusable(
                            "is a '"
                                    + TagList.shown(label)
                                    + "'; a PRIVATE KEY (RSA or Ed25519) or an RSA PRIVATE KEY would be right");
        };
    }

    private static SigningKey pkcs8(byte[] octets) throws Unusable {
        PrivateKeyInfo key;
        try {
            key = PrivateKeyInfo.getInstance(octets);
        } catch (RuntimeException e) {
            throw new Unusable("is damaged: no PKCS#8 between BEGIN and END");
        }
        var kind = key.getPrivateKeyAlgorithm().getAlgorithm();
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(octets);
        }
        if (kind.getId().equals(ED25519)) {
            return ed25519(key);
        }
        throw new Unusable(
                "is a key of another kind ("
                        + kind
                        + "); mail is signed with RSA or Ed25519: 'restante dkim generate' makes one");
    }

    private static SigningKey ed25519(PrivateKeyInfo key) throws Unusable {
        try {
            var seed = ASN1OctetString.getInstance(key.parsePrivateKey()).getOctets();
            if (seed.length == 32) {
                return SigningKey.ed25519(seed);
            }
        } catch (IOException | RuntimeException e) {
            // Told below.
        }
        throw new Unusable("is damaged: no Ed25519 key of 32 octets in its PKCS#8");
    }

    private static SigningKey pkcs1(byte[] octets) throws Unusable {
        ASN1Encodable numbers;
        byte[] wrapped;
        try {
            numbers = RSAPrivateKey.getInstance(octets);
            var kind =
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
            wrapped = new PrivateKeyInfo(kind, numbers).getEncoded();
        } catch (IOException | RuntimeException e) {
            throw new Unusable(
                    "is damaged or locked with a passphrase: no RSA key between BEGIN and END");
        }
        return rsa(wrapped);
    }

    private static SigningKey rsa(byte[] pkcs8) throws Unusable {
        try {
            var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!(key instanceof RSAPrivateCrtKey numbers)) {
                throw new Unusable(
                        "is an RSA key without its primes; a complete one would be right");
            }
            int bits = numbers.getModulus().bitLength();
            if (bits < SMALLEST_RSA) {
                throw new Unusable(
                        "is an RSA key of "
                                + bits
                                + " bits, which receivers refuse (RFC 8301); 2048 would be right");
            }
            return SigningKey.rsa(numbers);
        } catch (GeneralSecurityException e) {
            throw new Unusable("is damaged: the numbers of the RSA key do not belong together");
        }
    }

    /// A key as the text of a file.
    public static String write(SigningKey key) {
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(key.encoded());
        return "-----BEGIN PRIVATE KEY-----\n"
                + new String(base64, StandardCharsets.US_ASCII)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
