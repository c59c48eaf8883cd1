package org.restante.record.store;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an event is found by: a hash of its recipient, `Message-ID` or queue id. The index tells for each key the hours in which it is met;
/// two texts of one key cost a look into an hour too many and nothing else.
final class LookupKey {
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /// Enough for two of a hundred million to be hardly ever alike, and a stretch of them is packed into some 20 bits each.
    private static final int BITS = 40;

    private static final long HOUR_MILLIS = 3_600_000;

    private LookupKey() {}

    static @Nullable Long ofRecipient(@Nullable String address) {
        return address == null ? null : of(1, address);
    }

    /// @param id with its angle brackets or without
    static @Nullable Long ofMessage(@Nullable String id) {
        return id == null ? null : of(2, bare(id));
    }

    static @Nullable Long ofQueue(@Nullable String id) {
        return id == null ? null : of(3, id);
    }

    static long ofRecipient(byte[] octets, int from, int to) {
        return of(1, octets, from, to);
    }

    /// @param from with its angle brackets or without
    static long ofMessage(byte[] octets, int from, int to) {
        boolean isBare = octets[from] != '<' || octets[to - 1] != '>' || to - from < 2;
        return isBare ? of(2, octets, from, to) : of(2, octets, from + 1, to - 1);
    }

    static long ofQueue(byte[] octets, int from, int to) {
        return of(3, octets, from, to);
    }

    /// A key and the hour it is met in, as one number; the hour is counted from 1970.
    static long met(long key, long millis) {
        return key << Long.SIZE - BITS
                | Math.clamp(Math.floorDiv(millis, HOUR_MILLIS), 0, (1 << Long.SIZE - BITS) - 1);
    }

    static long keyOf(long met) {
        return met >>> Long.SIZE - BITS;
    }

    static int hourOf(long met) {
        return (int) (met & (1L << Long.SIZE - BITS) - 1);
    }

    /// Hours since 1970.
    static long hour(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), HOUR_MILLIS);
    }

    /// When an hour began.
    static Instant began(long hour) {
        return Instant.ofEpochMilli(hour * HOUR_MILLIS);
    }

    static String bare(String messageId) {
        return messageId.startsWith("<") && messageId.endsWith(">")
                ? messageId.substring(1, messageId.length() - 1)
                : messageId;
    }

    /// FNV-1a over the kind and the text in lower case, mixed so that all bits count.
    private static long of(int kind, String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        long hash = (SEED ^ kind) * PRIME;
        for (int i = 0; i < lower.length(); i++) {
            hash = (hash ^ lower.charAt(i)) * PRIME;
        }
        return mixed(hash);
    }

    /// The same of ASCII.
    private static long of(int kind, byte[] octets, int from, int to) {
        long hash = (SEED ^ kind) * PRIME;
        for (int i = from; i < to; i++) {
            int octet = octets[i];
            hash = (hash ^ (octet >= 'A' && octet <= 'Z' ? octet + 32 : octet)) * PRIME;
        }
        return mixed(hash);
    }

    private static long mixed(long all) {
        long hash = (all ^ all >>> 33) * 0xff51afd7ed558ccdL;
        return (hash ^ hash >>> 33) >>> Long.SIZE - BITS;
    }
}
