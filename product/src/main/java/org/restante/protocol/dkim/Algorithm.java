package org.restante.protocol.dkim;

import java.util.Locale;
import java.util.Optional;

/// How a signature is made (RFC 6376 §3.3, RFC 8463 §3).
public enum Algorithm {
    RSA_SHA256("rsa", "sha256", "SHA-256"),
    ED25519_SHA256("ed25519", "sha256", "SHA-256"),
    /// Read in old mail only: a signature of today made so is no signature (RFC 8301 §3.1).
    RSA_SHA1("rsa", "sha1", "SHA-1");

    private final String keyType;
    private final String hash;
    private final String digest;

    Algorithm(String keyType, String hash, String digest) {
        this.keyType = keyType;
        this.hash = hash;
        this.digest = digest;
    }

    static Optional<Algorithm> of(String word) {
        var wanted = word.toLowerCase(Locale.ROOT);
        for (var algorithm : values()) {
            if (algorithm.word().equals(wanted)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// As the tag `a=` has it.
    public String word() {
        return keyType + "-" + hash;
    }

    /// As the tag `k=` of a key record has it.
    public String keyType() {
        return keyType;
    }

    String hash() {
        return hash;
    }

    /// The digest's name to the JDK.
    String digest() {
        return digest;
    }
}
