package org.restante.app.duty;

import org.jspecify.annotations.Nullable;

/// Tells values apart by 64 bits (FNV-1a); never 0, which stands for unknown.
final class Fingerprint {
    private static final long OFFSET = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private Fingerprint() {}

    static long of(@Nullable Object... values) {
        long hash = OFFSET;
        for (var value : values) {
            var text = String.valueOf(value);
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * PRIME;
            }
            hash = (hash ^ 0x1F) * PRIME;
        }
        return hash == 0 ? 1 : hash;
    }
}
