package org.restante.protocol.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A private key that signs mail. May be shared.
public sealed interface SigningKey permits RsaKey, EdwardsKey {
    Algorithm algorithm();

    int bits();

    /// What is published for it.
    KeyRecord record();

    /// The signature over the canonical header.
    byte[] sign(byte[] header);

    /// The key as PKCS#8, for a file.
    byte[] encoded();

    /// A new RSA key.
    ///
    /// @param bits 2048 or 4096; the exponent is 65537
    static SigningKey newRsa(int bits, SecureRandom chance) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, chance);
            return rsa((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java makes RSA keys", e);
        }
    }

    static SigningKey newEd25519(SecureRandom chance) {
        var seed = new byte[Ed25519.SECRET_KEY_SIZE];
        chance.nextBytes(seed);
        return ed25519(seed);
    }

    /// The RSA key with these numbers.
    ///
    /// @throws InvalidKeyException when they do not belong together
    static SigningKey rsa(RSAPrivateCrtKey key) throws InvalidKeyException {
        return RsaKey.of(key);
    }

    /// The Ed25519 key of a seed (RFC 8032 §5.1.5).
    static SigningKey ed25519(byte[] seed) {
        var published = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, published, 0);
        return new EdwardsKey(seed.clone(), published);
    }
}
