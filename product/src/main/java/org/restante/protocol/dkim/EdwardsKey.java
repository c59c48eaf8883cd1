package org.restante.protocol.dkim;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key: it signs the hash of the header (RFC 8463 §3).
record EdwardsKey(byte[] seed, byte[] published) implements SigningKey {
    /// What stands before the seed in PKCS#8 (RFC 8410 §7).
    private static final byte[] BEFORE_SEED = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20
    };

    @Override
    public Algorithm algorithm() {
        return Algorithm.ED25519_SHA256;
    }

    @Override
    public int bits() {
        return 8 * seed.length;
    }

    @Override
    public KeyRecord record() {
        return KeyRecord.of(algorithm(), published);
    }

    @Override
    public byte[] sign(byte[] header) {
        var hash = BodyHash.digest(algorithm().digest()).digest(header);
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, published, 0, hash, 0, hash.length, signature, 0);
        return signature;
    }

    @Override
    public byte[] encoded() {
        var octets = Arrays.copyOf(BEFORE_SEED, BEFORE_SEED.length + seed.length);
        System.arraycopy(seed, 0, octets, BEFORE_SEED.length, seed.length);
        return octets;
    }

    @Override
    public String toString() {
        return "Ed25519 key";
    }
}
