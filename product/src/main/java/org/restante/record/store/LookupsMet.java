package org.restante.record.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// Keys and the hours they were met in, before they are written, each once. One thread's.
final class LookupsMet {
    private long[] met = new long[4096];
    private int count;

    void add(@Nullable Long key, Instant time) {
        if (key != null) {
            add(key.longValue(), time.toEpochMilli());
        }
    }

    void add(long key, long millis) {
        if (count == met.length) {
            met = Arrays.copyOf(met, count * 2);
        }
        met[count++] = LookupKey.met(key, millis);
    }

    /// Writes them in order; then there are none.
    void write(DuckDBAppender row) throws SQLException {
        Arrays.sort(met, 0, count);
        for (int i = 0; i < count; i++) {
            if (i > 0 && met[i] == met[i - 1]) {
                continue;
            }
            row.beginRow();
            row.append(LookupKey.keyOf(met[i]));
            row.append(LookupKey.hourOf(met[i]));
            row.endRow();
        }
        clear();
    }

    void clear() {
        count = 0;
    }
}
