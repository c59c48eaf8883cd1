package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;

/// Reads the delay that a refusal asks for: "try again in 300 seconds", "greylisted for 5 minutes", "retry after 00:05:00",
/// "wait 4 hours". A span of time in another connection ("not logged in for 90 days", "100 messages in 60 minutes") is none.
final class RetryHint {
    static final long NONE = -1;
    private static final long LONGEST = 7 * 24 * 3600L;
    private static final int CONTEXT = 70;

    private static final byte[][] ASKS =
            words(
                    "again",
                    "retry",
                    "try ",
                    "wait",
                    "back ",
                    "eylist",
                    "aylist",
                    "defer",
                    "delay",
                    "block",
                    "ban",
                    "suspend",
                    "postpone",
                    "reject",
                    "later",
                    "expire",
                    "next attempt");
    private static final byte[][] TELLS =
            words(
                    "timed out",
                    "timeout",
                    "inactive",
                    "logged",
                    " per ",
                    "every ",
                    "last ",
                    "past ",
                    "within ",
                    "older ",
                    "messages in",
                    "connections in",
                    "recipients in",
                    "unable",
                    "since");

    private RetryHint() {}

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    /// Seconds, or [#NONE].
    static long seconds(byte[] in, int from, int to) {
        int at = from;
        while (at < to) {
            if (!isDigit(in[at]) || at > from && continuesWord(in[at - 1])) {
                at++;
                continue;
            }
            int end = at;
            while (end < to && isDigit(in[end])) {
                end++;
            }
            long seconds = end - at > 7 ? NONE : span(in, at, end, to);
            if (seconds >= 0 && seconds <= LONGEST && asked(in, from, at)) {
                return seconds;
            }
            at = end;
        }
        return NONE;
    }

    private static boolean continuesWord(byte before) {
        return isLetter(before)
                || isDigit(before)
                || before == '.'
                || before == '-'
                || before == ':';
    }

    private static long span(byte[] in, int from, int end, int to) {
        if (end < to && in[end] == ':') {
            return clock(in, from, to);
        }
        long unit = unit(in, end, to);
        if (unit == NONE) {
            return NONE;
        }
        long first = number(in, from, end) * unit;
        return first + rest(in, end, to, unit);
    }

    /// The second part of `1 hour and 5 minutes`.
    private static long rest(byte[] in, int end, int to, long unit) {
        int at = end;
        while (at < to && at < end + 20 && !isDigit(in[at])) {
            if (in[at] == '.' || in[at] == ';') {
                return 0;
            }
            at++;
        }
        int number = at;
        while (at < to && isDigit(in[at])) {
            at++;
        }
        long smaller = at > number && at - number < 4 ? unit(in, at, to) : NONE;
        return smaller == NONE || smaller >= unit ? 0 : number(in, number, at) * smaller;
    }

    /// `hh:mm:ss` and nothing that could be a part of a longer row.
    private static long clock(byte[] in, int from, int to) {
        int[] parts = new int[3];
        int at = from;
        for (int i = 0; i < 3; i++) {
            int begin = at;
            while (at < to && isDigit(in[at])) {
                at++;
            }
            if (at == begin || at - begin > 3) {
                return NONE;
            }
            parts[i] = (int) number(in, begin, at);
            if (i < 2 && (at >= to || in[at++] != ':')) {
                return NONE;
            }
        }
        return at < to && in[at] == ':' ? NONE : parts[0] * 3600L + parts[1] * 60L + parts[2];
    }

    private static long unit(byte[] in, int end, int to) {
        int at = end;
        while (at < to && (in[at] == ' ' || in[at] == '-')) {
            at++;
        }
        int word = at;
        while (at < to && isLetter(in[at])) {
            at++;
        }
        int length = at - word;
        if (length == 0) {
            return NONE;
        }
        int first = in[word] | 32;
        if (length == 1) {
            return end == word ? shortUnit(first) : NONE;
        }
        if (starts(in, word, at, "sec")) {
            return 1;
        }
        if (starts(in, word, at, "min")) {
            return 60;
        }
        if (starts(in, word, at, "hour") || starts(in, word, at, "hr")) {
            return 3600;
        }
        return starts(in, word, at, "day") ? 86_400 : NONE;
    }

    private static long shortUnit(int letter) {
        return switch (letter) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            default -> NONE;
        };
    }

    private static boolean asked(byte[] in, int from, int at) {
        int begin = Math.max(from, at - CONTEXT);
        return holds(in, begin, at, ASKS) && !holds(in, Math.max(from, at - 30), at, TELLS);
    }

    private static boolean holds(byte[] in, int from, int to, byte[][] words) {
        for (int i = from; i < to; i++) {
            for (byte[] word : words) {
                if (i + word.length <= to && (in[i] | 32) == (word[0] | 32) && same(in, i, word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean same(byte[] in, int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            int c = in[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean starts(byte[] in, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((in[from + i] | 32) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] in, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }
}
