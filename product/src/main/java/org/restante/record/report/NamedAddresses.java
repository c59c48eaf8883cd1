package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.Bytes;

/// The IPv4 addresses that receivers name in refusals, counted by provider: evidence of which of our addresses they mean,
/// never a source with a rate. Guarded by itself.
final class NamedAddresses {
    private static final int CAPACITY = 10_000;

    private record Key(String address, @Nullable String provider) {}

    private final Map<Key, Long> counts = new HashMap<>();

    synchronized void count(String address, @Nullable String provider, long times) {
        var key = new Key(address, provider);
        if (counts.size() < CAPACITY || counts.containsKey(key)) {
            counts.merge(key, times, Long::sum);
        }
    }

    synchronized List<NamedAddress> mostNamed(int limit) {
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<Key, Long>comparingByValue()
                                .reversed()
                                .thenComparing(e -> e.getKey().address()))
                .limit(limit)
                .map(e ->
                        new NamedAddress(e.getKey().address(), e.getKey().provider(), e.getValue()))
                .sorted(Comparator.comparingLong(NamedAddress::refusals).reversed())
                .toList();
    }

    /// One thread's counts until it hands them over.
    static final class Reader {
        /// No address is named, or one too many.
        static final int NONE = -1;

        private record Count(String address, @Nullable String provider) {}

        private final NamedAddresses all;
        private final LongTable numbers = new LongTable(64);
        private final List<Count> counts = new ArrayList<>();
        private long[] times = new long[64];

        Reader(NamedAddresses all) {
            this.all = all;
        }

        /// The number of the first IPv4 address in the text that is not the next hop's own, or [#NONE].
        int find(
                byte[] text,
                int from,
                int to,
                byte[] hop,
                int hopFrom,
                int hopTo,
                @Nullable String provider) {
            long found = first(text, from, to);
            while (end(found) > 0
                    && Arrays.equals(text, start(found), end(found), hop, hopFrom, hopTo)) {
                found = first(text, end(found), to);
            }
            return end(found) == 0 ? NONE : number(text, start(found), end(found), provider);
        }

        /// Where the first IPv4 address stands, for [#start] and [#end]; 0 when there is none.
        static long first(byte[] text, int from, int to) {
            int dot = Bytes.find(text, from, to, (byte) '.');
            while (dot < to) {
                int start = beginning(text, from, dot);
                int end = start < dot ? addressAt(text, start, to) : start;
                if (end > start) {
                    return (long) end << 32 | start;
                }
                dot = Bytes.find(text, Math.max(end, dot + 1), to, (byte) '.');
            }
            return 0;
        }

        static int start(long found) {
            return (int) found;
        }

        static int end(long found) {
            return (int) (found >>> 32);
        }

        void count(int number) {
            if (number >= 0) {
                times[number]++;
            }
        }

        /// The number of an address.
        int number(byte[] text, int from, int to, @Nullable String provider) {
            long key =
                    ByteHash.join(
                            ByteHash.of(text, from, to),
                            provider == null ? 0 : provider.hashCode());
            int known = numbers.get(key);
            if (known >= 0) {
                return known;
            }
            if (counts.size() == CAPACITY) {
                return NONE;
            }
            int number = counts.size();
            numbers.put(key, number);
            counts.add(
                    new Count(
                            new String(text, from, to - from, StandardCharsets.US_ASCII),
                            provider));
            if (number == times.length) {
                times = Arrays.copyOf(times, number * 2);
            }
            return number;
        }

        void handOver() {
            for (int i = 0; i < counts.size(); i++) {
                if (times[i] > 0) {
                    all.count(counts.get(i).address(), counts.get(i).provider(), times[i]);
                    times[i] = 0;
                }
            }
        }

        /// Where the word begins that has its first dot at `dot`, when it is one to three digits up to there; else `dot`.
        private static int beginning(byte[] text, int from, int dot) {
            int start = dot;
            while (start > from && dot - start < 3 && Bytes.isDigit(text[start - 1])) {
                start--;
            }
            return start > from && isWord(text[start - 1]) ? dot : start;
        }

        private static boolean isWord(byte b) {
            return b >= '0' && b <= '9'
                    || b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b == '.'
                    || b == '-'
                    || b == '_';
        }

        /// The end of a dotted quad that begins at `from`, or `from` when none does.
        private static int addressAt(byte[] text, int from, int to) {
            int at = from;
            for (int part = 0; part < 4; part++) {
                int start = at;
                int value = 0;
                while (at < to && at - start < 3 && text[at] >= '0' && text[at] <= '9') {
                    value = value * 10 + text[at++] - '0';
                }
                boolean dotFollows = at < to && text[at] == '.';
                if (at == start || value > 255 || part < 3 && !dotFollows) {
                    return from;
                }
                at += part < 3 ? 1 : 0;
            }
            boolean sentenceEnds =
                    at + 1 < to && text[at] == '.' && !isWord(text[at + 1])
                            || at + 1 == to && text[at] == '.';
            return at < to && isWord(text[at]) && !sentenceEnds ? from : at;
        }
    }
}
