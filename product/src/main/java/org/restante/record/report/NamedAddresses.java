package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        private record Count(String address, @Nullable String provider, long[] times) {}

        private final NamedAddresses all;
        private final Map<Long, Count> fresh = new HashMap<>();

        Reader(NamedAddresses all) {
            this.all = all;
        }

        /// Counts the first IPv4 address in the text that is not the next hop's own.
        void read(
                byte[] text,
                int from,
                int to,
                byte[] hop,
                int hopFrom,
                int hopTo,
                @Nullable String provider,
                int providerNumber) {
            int at = from;
            while (at < to) {
                int end = addressAt(text, at, to);
                if (end > at) {
                    if (!same(text, at, end, hop, hopFrom, hopTo)) {
                        add(text, at, end, provider, providerNumber);
                        return;
                    }
                    at = end;
                } else {
                    at = afterWord(text, at, to);
                }
            }
        }

        private void add(
                byte[] text, int from, int to, @Nullable String provider, int providerNumber) {
            long key = ByteHash.join(ByteHash.of(text, from, to), providerNumber);
            var known = fresh.get(key);
            if (known == null) {
                known =
                        new Count(
                                new String(text, from, to - from, StandardCharsets.US_ASCII),
                                provider,
                                new long[1]);
                fresh.put(key, known);
            }
            known.times()[0]++;
        }

        void handOver() {
            for (var count : fresh.values()) {
                all.count(count.address(), count.provider(), count.times()[0]);
            }
            fresh.clear();
        }

        private static boolean same(
                byte[] text, int from, int to, byte[] other, int otherFrom, int otherTo) {
            return java.util.Arrays.equals(text, from, to, other, otherFrom, otherTo);
        }

        private static int afterWord(byte[] text, int from, int to) {
            int at = from;
            boolean word = isWord(text[at]);
            while (at < to && isWord(text[at]) == word) {
                at++;
            }
            return at;
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
