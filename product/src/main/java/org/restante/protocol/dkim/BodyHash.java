package org.restante.protocol.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash of a body in one canonical form, over all of it or over its first octets (`l=`).
final class BodyHash {
    /// What is hashed, and how; the signatures that agree in it share one.
    ///
    /// @param limit octets of the canonical body that count
    record Kind(Canonicalization form, String digest, long limit) {}

    static final long ALL = Long.MAX_VALUE;

    private final Kind kind;
    private final MessageDigest digest;
    private final CanonicalBody body;
    private long octets;

    BodyHash(Kind kind) {
        this.kind = kind;
        this.digest = digest(kind.digest());
        this.body = new CanonicalBody(kind.form(), this::take);
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it: " + name, e);
        }
    }

    private void take(byte[] bytes, int from, int count) {
        long room = Math.max(0, kind.limit() - octets);
        digest.update(bytes, from, (int) Math.min(count, room));
        octets += count;
    }

    void write(byte[] bytes, int from, int count) {
        body.write(bytes, from, count);
    }

    byte[] finish() {
        body.close();
        return digest.digest();
    }

    /// Octets of the canonical body, those beyond the limit too.
    long octets() {
        return octets;
    }

    Kind kind() {
        return kind;
    }
}
