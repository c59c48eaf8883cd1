package org.restante.record.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;

/// What events have in common, by number: the rows of one part's table. Those met lately are in memory; one that is forgotten gets another row
/// and number when it comes again, which costs its space and nothing else. One thread's.
final class Shared {
    /// Some hundred octets each.
    private static final int REMEMBERED = 16_384;

    private final StoreFile file;
    private final Part part;
    private final List<StoredColumn> columns;
    private final Map<List<@Nullable Object>, Integer> numbers =
            new LinkedHashMap<>(1024, 0.75f, true);
    private final List<List<@Nullable Object>> fresh = new ArrayList<>();

    /// The keys of an event whose values it is made of.
    private final int[] keys;

    /// The numbers once more, by those values as they are written.
    private final OctetNumbers written = new OctetNumbers();

    private byte[] together = new byte[4096];

    /// Of the next row; those of [#fresh] are the last before it.
    private int next;

    Shared(StoreFile file, Part part) throws SQLException {
        this.file = file;
        this.part = part;
        columns = EventTables.columns(part);
        keys =
                EventColumn.ALL.stream()
                        .filter(column -> column.part() == part)
                        .mapToInt(column -> EventLine.index(column.name()))
                        .toArray();
        recall();
    }

    /// Learns from the table anew, as after rows were deleted.
    void recall() throws SQLException {
        numbers.clear();
        written.clear();
        fresh.clear();
        next = 0;
        try (var statement = file.connection().createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT * FROM (SELECT * FROM "
                                        + part.table()
                                        + " ORDER BY id DESC LIMIT "
                                        + REMEMBERED
                                        + ") ORDER BY id")) {
            while (rows.next()) {
                next = rows.getInt(1) + 1;
                if (part == Part.DEED) {
                    continue;
                }
                var values = new ArrayList<@Nullable Object>(columns.size());
                for (int i = 0; i < columns.size(); i++) {
                    values.add(rows.getObject(i + 2));
                }
                numbers.put(values, rows.getInt(1));
            }
        }
    }

    /// The number of what a line has of it, as that of its event.
    int of(EventLine line) {
        if (!line.isPlain()) {
            return of(line.event());
        }
        int length = gather(line);
        int number = written.of(together, length);
        if (number == OctetNumbers.NONE) {
            number = of(line.event());
            written.put(together, length, number);
        }
        return number;
    }

    /// All that its number depends on, one behind the other.
    private int gather(EventLine line) {
        int length = 0;
        for (int key : keys) {
            length = put(line, line.from(key), line.to(key), length);
        }
        switch (part) {
            case LETTER -> {
                int host = line.idHost();
                length = put(line, host, host == 0 ? 0 : Spared.idHostEnd(line), length);
            }
            case OUTCOME -> {
                together[length++] = (byte) (line.isTried() ? 1 : 0);
                together[length++] = (byte) (line.isQueuedByDelay() ? 1 : 0);
            }
            case OWN, ROUTE, DEED -> {
                // Nothing more.
            }
        }
        return length;
    }

    private int put(EventLine line, int from, int to, int at) {
        int length = to - from;
        if (at + length + 4 > together.length) {
            together = Arrays.copyOf(together, 2 * (at + length + 4));
        }
        together[at] = (byte) length;
        together[at + 1] = (byte) (length >> 8);
        System.arraycopy(line.octets(), from, together, at + 2, length);
        return at + 2 + length;
    }

    /// The number of what an event has of it.
    int of(Event event) {
        var values = new ArrayList<@Nullable Object>(columns.size());
        for (var column : columns) {
            values.add(column.value().of(event));
        }
        var known = numbers.get(values);
        if (known != null) {
            return known;
        }
        fresh.add(values);
        numbers.put(values, next);
        if (numbers.size() > REMEMBERED) {
            numbers.remove(numbers.keySet().iterator().next());
        }
        return next++;
    }

    /// Writes those that are new, in the transaction that is open.
    void write() throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        int number = next - fresh.size();
        try (var row = file.connection().createAppender(part.table())) {
            for (var values : fresh) {
                row.beginRow();
                row.append(number++);
                for (var value : values) {
                    StoredColumn.append(row, value);
                }
                row.endRow();
            }
        }
        fresh.clear();
    }
}
