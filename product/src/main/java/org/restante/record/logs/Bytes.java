package org.restante.record.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Finding one's way in a line of bytes, eight at a time where it pays.
public final class Bytes {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The eight bytes at `at`, the first one lowest.
    static long longAt(byte[] block, int at) {
        return (long) LONG.get(block, at);
    }

    /// The four bytes at `at`, the first one lowest.
    static int intAt(byte[] block, int at) {
        return (int) INT.get(block, at);
    }

    /// Where `wanted` first stands in `[from, to)`; `to` when it does not.
    public static int find(byte[] block, int from, int to, byte wanted) {
        int at = from;
        long pattern = (wanted & 0xFF) * ONES;
        for (; at + 32 <= to; at += 32) {
            long near = zeros(longAt(block, at) ^ pattern) | zeros(longAt(block, at + 8) ^ pattern);
            long far =
                    zeros(longAt(block, at + 16) ^ pattern)
                            | zeros(longAt(block, at + 24) ^ pattern);
            if ((near | far) != 0) {
                break;
            }
        }
        for (; at + 16 <= to; at += 16) {
            long first = zeros(longAt(block, at) ^ pattern);
            long second = zeros(longAt(block, at + 8) ^ pattern);
            if ((first | second) != 0) {
                return first != 0 ? at + firstMarked(first) : at + 8 + firstMarked(second);
            }
        }
        if (at + 8 <= to) {
            long found = zeros(longAt(block, at) ^ pattern);
            if (found != 0) {
                return at + firstMarked(found);
            }
            at += 8;
        }
        while (at < to && block[at] != wanted) {
            at++;
        }
        return at;
    }

    /// Which byte of a word is the first with its high bit set; only high bits are, and at least one. Plain arithmetic: it is
    /// as quick before the compiler knows better as after.
    static int firstMarked(long marks) {
        long below = ((marks & -marks) - 1) & ONES;
        return (int) (below * ONES >>> 56) - 1;
    }

    /// A high bit for each byte that is zero; only the lowest is sure to be right.
    static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /// A high bit for each byte that is zero, and for no other.
    static long exactZeros(long word) {
        long lows = ~HIGHS;
        return ~((word & lows) + lows | word | lows);
    }

    /// Where `word` first begins in `[from, to)`; `to` when it does not.
    static int find(byte[] block, int from, int to, byte[] word) {
        int last = to - word.length;
        int at = find(block, from, to, word[0]);
        while (at <= last) {
            if (startsWith(block, at, to, word)) {
                return at;
            }
            at = find(block, at + 1, to, word[0]);
        }
        return to;
    }

    /// Where `wanted` last stands in `[from, to)`; -1 when it does not.
    public static int findLast(byte[] block, int from, int to, byte wanted) {
        long pattern = (wanted & 0xFF) * ONES;
        int end = to;
        while (end - from >= 8 && zeros(longAt(block, end - 8) ^ pattern) == 0) {
            end -= 8;
        }
        for (int at = end - 1; at >= from; at--) {
            if (block[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    static boolean contains(byte[] block, int from, int to, byte[] word) {
        return find(block, from, to, word) < to;
    }

    static boolean startsWith(byte[] block, int from, int to, byte[] word) {
        if (to - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (block[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equal(byte[] block, int from, int to, byte[] word) {
        return to - from == word.length && startsWith(block, from, to, word);
    }

    static int skipBlanks(byte[] block, int from, int to) {
        int at = from;
        while (at < to && (block[at] == ' ' || block[at] == '\t')) {
            at++;
        }
        return at;
    }

    static int trimEnd(byte[] block, int from, int to) {
        int end = to;
        while (end > from
                && (block[end - 1] == ' ' || block[end - 1] == '\t' || block[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// Whether `[from, to)` is one or more digits and nothing else.
    static boolean isNumber(byte[] block, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isDigit(block[at])) {
                return false;
            }
        }
        return to > from;
    }

    /// The value of the digits `[from, to)`; -1 when they are none, too many or not only digits.
    static long number(byte[] block, int from, int to) {
        if (to - from > 18 || to <= from) {
            return -1;
        }
        long value = 0;
        for (int at = from; at < to; at++) {
            int digit = block[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static String text(byte[] block, int from, int to) {
        return new String(block, from, to - from, StandardCharsets.UTF_8);
    }
}
