package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The names of one dimension (domains, MX hosts, sources …) as small numbers. Shared by all threads and guarded by itself;
/// each thread asks through a [Reader] of its own, which remembers what it asked.
///
/// A name is told from others by a 64-bit hash. Beyond `capacity` names, new ones are all [#OTHERS].
final class Names {
    static final int UNKNOWN = 0;
    static final int OTHERS = 1;

    private final int capacity;
    private final LongTable ids = new LongTable(64);
    private final List<String> names = new ArrayList<>(List.of("(unknown)", "(others)"));

    Names(int capacity) {
        this.capacity = capacity;
    }

    synchronized int size() {
        return names.size();
    }

    synchronized String name(int id) {
        return names.get(id);
    }

    private synchronized int id(long hash, byte[] text, int from, int to) {
        int known = ids.get(hash);
        if (known >= 0) {
            return known;
        }
        if (names.size() >= capacity) {
            return OTHERS;
        }
        int id = names.size();
        names.add(
                new String(text, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        ids.put(hash, id);
        return id;
    }

    /// The number of a name that is a text already.
    int id(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return id(ByteHash.ignoringCase(bytes, 0, bytes.length), bytes, 0, bytes.length);
    }

    Reader reader() {
        return new Reader(this);
    }

    /// One thread's way to the numbers.
    static final class Reader {
        private final Names all;
        private final LongTable known = new LongTable(256);

        private Reader(Names all) {
            this.all = all;
        }

        int id(byte[] text, int from, int to) {
            if (to <= from) {
                return UNKNOWN;
            }
            long hash = ByteHash.ignoringCase(text, from, to);
            int id = known.get(hash);
            if (id < 0) {
                id = all.id(hash, text, from, to);
                known.put(hash, id);
            }
            return id;
        }
    }
}
