package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// By what the events of one message are known: a queue id as it was asked for, or a `Message-ID` and the queue ids it was seen with, for
/// not every event of a message has its `Message-ID`.
final class Names {
    private static final Instant BEGINNING = Instant.EPOCH;
    private static final Instant END = Instant.parse("2262-01-01T00:00:00Z");
    private static final String BARE_ID = "lower(trim(own.message_id, '<>'))";

    /// One `Message-ID` was seen with so many queue ids at most; further ones are left out.
    private static final int MOST = 100;

    private final Connection connection;
    private final Deadline deadline;
    private final String bare;
    private final List<String> queueIds;

    private Names(Connection connection, Deadline deadline, String bare, List<String> queueIds) {
        this.connection = connection;
        this.deadline = deadline;
        this.bare = bare;
        this.queueIds = queueIds;
    }

    static Names of(Connection connection, Deadline deadline, String message) throws SQLException {
        var bare = LookupKey.bare(message).toLowerCase(Locale.ROOT);
        var ids = new TreeSet<String>();
        ids.add(bare);
        var keys = new ArrayList<@Nullable Long>();
        keys.add(LookupKey.ofMessage(message));
        var made = Spared.queueId(bare);
        if (made != null) {
            keys.add(LookupKey.ofQueue(made));
        }
        for (var span : Span.indexed(connection, deadline, keys, BEGINNING, END)) {
            var sql = new Sql().add("SELECT DISTINCT lower(own.queue_id) FROM event_rows own");
            sql.add(Part.LETTER.joined("own")).add(" WHERE own.queue_id IS NOT NULL AND (");
            sql.add(BARE_ID + " = ").value(bare);
            if (made != null) {
                sql.add(" OR lower(own.queue_id) = ").value(made);
                sql.add(" AND lower(letter.id_host) = ").value(bare.substring(made.length() + 1));
            }
            sql.add(")").within("own.time", span.from(), span.to()).add(" LIMIT ").value(MOST);
            sql.ask(connection, deadline, row -> ids.add(row.getString(1)));
        }
        return new Names(connection, deadline, bare, List.copyOf(ids));
    }

    /// Where its events are, the newest first.
    List<Span> spans() throws SQLException {
        return spans(BEGINNING, END);
    }

    List<Span> spans(Instant from, Instant to) throws SQLException {
        var keys = new ArrayList<@Nullable Long>();
        keys.add(LookupKey.ofMessage(bare));
        for (var id : queueIds.subList(0, Math.min(MOST, queueIds.size()))) {
            keys.add(LookupKey.ofQueue(id));
        }
        return Span.indexed(connection, deadline, keys, from, to);
    }

    /// ` AND` that a row of `event_rows own` is of this message.
    void condition(Sql sql) {
        sql.add(" AND (" + BARE_ID + " = ").value(bare).add(" OR (true");
        sql.in("lower(own.queue_id)", queueIds).add("))");
    }
}
