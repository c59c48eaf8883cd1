package org.restante.protocol.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;

/// An RSA key that signs.
///
/// @param key as the provider wants it
record RsaKey(PrivateKey key, PublicKey published, int bits, byte[] encoded) implements SigningKey {
    private static final String NAME = "SHA256withRSA";

    static RsaKey of(RSAPrivateCrtKey key) throws InvalidKeyException {
        try {
            var rsa =
                    new RsaKey(
                            RsaProvider.suited(key),
                            published(key.getModulus(), key.getPublicExponent()),
                            key.getModulus().bitLength(),
                            key.getEncoded());
            rsa.prove();
            return rsa;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("the numbers of the key do not belong together", e);
        }
    }

    private static PublicKey published(BigInteger modulus, BigInteger exponent)
            throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    /// Signs once: a damaged key shows now and not with the first mail.
    private void prove() throws GeneralSecurityException {
        var words = new byte[] {'p', 'r', 'o', 'v', 'e'};
        var check = Signature.getInstance(NAME);
        check.initVerify(published);
        check.update(words);
        if (!check.verify(signature(words))) {
            throw new InvalidKeyException("what it signs does not verify");
        }
    }

    private byte[] signature(byte[] header) throws GeneralSecurityException {
        var signature = RsaProvider.signature(NAME);
        signature.initSign(key);
        signature.update(header);
        return signature.sign();
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.RSA_SHA256;
    }

    @Override
    public KeyRecord record() {
        return KeyRecord.of(algorithm(), published.getEncoded());
    }

    @Override
    public byte[] sign(byte[] header) {
        try {
            return signature(header);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that has signed before", e);
        }
    }

    @Override
    public String toString() {
        return "RSA key of " + bits + " bits";
    }
}
