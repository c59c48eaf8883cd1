package org.restante.protocol.dkim;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A published key put to use.
sealed interface PublicKeyCheck {
    int bits();

    /// Whether the signature was made over these octets with the other half of this key.
    boolean isGood(SignatureField signature, byte[] signed);

    static PublicKeyCheck of(KeyRecord key, KeyPolicy policy) throws Unfit {
        return switch (key.keyType()) {
            case "rsa" -> Rsa.of(key.octets(), policy);
            case "ed25519" -> Edwards.of(key.octets());
            default -> throw Unfit.permanent(Flaw.KEY_TYPE, "k=" + TagList.shown(key.keyType()));
        };
    }

    record Rsa(PublicKey key, int bits) implements PublicKeyCheck {
        /// A larger exponent only costs time.
        private static final int LARGEST_EXPONENT = 64;

        /// A SubjectPublicKeyInfo as everybody publishes it, or the bare RSAPublicKey that RFC 6376 §3.6.1 names.
        static Rsa of(byte[] octets, KeyPolicy policy) throws Unfit {
            var numbers = numbers(octets);
            int bits = numbers.getModulus().bitLength();
            if (bits < policy.smallestRsa()) {
                throw Unfit.permanent(
                        Flaw.KEY_TOO_SMALL, bits + " bits, at least " + policy.smallestRsa());
            }
            if (bits > policy.largestRsa()
                    || numbers.getPublicExponent().bitLength() > LARGEST_EXPONENT) {
                throw Unfit.permanent(
                        Flaw.KEY_TOO_LARGE, bits + " bits, at most " + policy.largestRsa());
            }
            return new Rsa(key(numbers.getModulus(), numbers.getPublicExponent()), bits);
        }

        private static RSAPublicKey numbers(byte[] octets) throws Unfit {
            try {
                var sequence = ASN1Primitive.fromByteArray(octets);
                try {
                    return RSAPublicKey.getInstance(sequence);
                } catch (IllegalArgumentException e) {
                    return RSAPublicKey.getInstance(
                            SubjectPublicKeyInfo.getInstance(sequence).parsePublicKey());
                }
            } catch (IOException | RuntimeException e) {
                throw Unfit.permanent(Flaw.KEY_SYNTAX, "p= is no RSA key");
            }
        }

        private static PublicKey key(BigInteger modulus, BigInteger exponent) throws Unfit {
            try {
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(modulus, exponent));
            } catch (GeneralSecurityException e) {
                throw Unfit.permanent(Flaw.KEY_SYNTAX, "p= is no RSA key");
            }
        }

        @Override
        public boolean isGood(SignatureField signature, byte[] signed) {
            try {
                var check =
                        Signature.getInstance(
                                signature.algorithm() == Algorithm.RSA_SHA1
                                        ? "SHA1withRSA"
                                        : "SHA256withRSA");
                check.initVerify(key);
                check.update(signed);
                return check.verify(signature.signature());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    /// Signs the hash of the header (RFC 8463 §3).
    record Edwards(byte[] key) implements PublicKeyCheck {
        static Edwards of(byte[] octets) throws Unfit {
            if (octets.length != Ed25519.PUBLIC_KEY_SIZE
                    || !Ed25519.validatePublicKeyPartial(octets, 0)) {
                throw Unfit.permanent(
                        Flaw.KEY_SYNTAX,
                        "p= is no Ed25519 key: " + octets.length + " octets, 32 would be right");
            }
            return new Edwards(octets);
        }

        @Override
        public int bits() {
            return 8 * Ed25519.PUBLIC_KEY_SIZE;
        }

        @Override
        public boolean isGood(SignatureField signature, byte[] signed) {
            if (signature.signature().length != Ed25519.SIGNATURE_SIZE) {
                return false;
            }
            var hash = BodyHash.digest(signature.algorithm().digest()).digest(signed);
            return Ed25519.verify(signature.signature(), 0, key, 0, hash, 0, hash.length);
        }
    }
}
