package org.restante.record.logs;

import java.nio.charset.StandardCharsets;

/// A pattern in which `*` stands for any characters and `?` for one; letters count without case. Matched on bytes.
final class Glob {
    private final byte[] pattern;

    Glob(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < this.pattern.length; i++) {
            this.pattern[i] = lower(this.pattern[i]);
        }
    }

    /// Whether the whole slice fits. Takes the last star back one character at a time, so never longer than the product of
    /// both lengths.
    boolean matches(byte[] in, int from, int to) {
        int at = from;
        int p = 0;
        int star = -1;
        int starAt = from;
        while (at < to) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                starAt = at;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == lower(in[at]))) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    boolean matches(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return matches(bytes, 0, bytes.length);
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
