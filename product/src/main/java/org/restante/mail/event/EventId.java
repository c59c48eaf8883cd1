package org.restante.mail.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Names for events that were not born here: made of where a line came from and what it says, so that importing the same
/// log twice gives the same names (a UUID of version 8, RFC 9562 §5.8).
public final class EventId {
    private EventId() {}

    /// @param origin the format the line was read as, such as `postfix`
    /// @param host who wrote the line, empty when the log does not tell
    /// @param ordinal the line's number among equal lines, from 0
    public static UUID imported(
            String origin, String host, byte[] line, int from, int to, long ordinal) {
        var digest = sha256();
        digest.update(origin.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(host.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(line, from, to - from);
        digest.update((byte) 0);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(ordinal).array());
        var bytes = ByteBuffer.wrap(digest.digest());
        long high = bytes.getLong() & ~0xF000L | 0x8000L;
        long low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
