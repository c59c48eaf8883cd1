package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// By what the events of one message are known: a queue id as it was asked for, or a `Message-ID` and the queue ids it was seen with, for
/// not every event of a message has its `Message-ID`.
final class Names {
    private static final Instant BEGINNING = Instant.EPOCH;
    private static final Instant END = Instant.parse("2262-01-01T00:00:00Z");
    private static final String BARE_ID = "lower(trim(own.message_id, '<>'))";

    /// One `Message-ID` was seen with so many queue ids at most; further ones are left out.
    private static final int MOST = 100;

    /// An id that tells when it was made (UUID version 7, RFC 9562) is of no message before; a clock may have been wrong by so much.
    private static final Duration WRONG_BY = Duration.ofDays(1);

    private static final int ID_LENGTH = 36;
    private static final int VERSION_AT = 14;

    private final String bare;
    private final List<String> queueIds;

    /// In which its events are, since 1970.
    private final NavigableSet<Long> hours;

    private Names(String bare, List<String> queueIds, NavigableSet<Long> hours) {
        this.bare = bare;
        this.queueIds = queueIds;
        this.hours = hours;
    }

    static Names of(Connection connection, Deadline deadline, String message) throws SQLException {
        var bare = LookupKey.bare(message).toLowerCase(Locale.ROOT);
        var made = Spared.queueId(bare);
        var since = since(made == null ? bare : made);
        var names = of(connection, deadline, bare, made, since);
        boolean isBefore = names.hours.isEmpty() && since.isAfter(BEGINNING);
        return isBefore ? of(connection, deadline, bare, made, BEGINNING) : names;
    }

    private static Names of(
            Connection connection,
            Deadline deadline,
            String bare,
            @Nullable String made,
            Instant since)
            throws SQLException {
        var ofMessage = new ArrayList<@Nullable Long>();
        ofMessage.add(LookupKey.ofMessage(bare));
        ofMessage.add(LookupKey.ofQueue(made));
        var keys = new ArrayList<@Nullable Long>(ofMessage);
        keys.add(LookupKey.ofQueue(bare));
        var met = Span.hours(connection, deadline, keys, since, END);
        var hours = hours(met, keys);
        var ids = new TreeSet<String>();
        for (var span : Span.of(hours(met, ofMessage), BEGINNING, END)) {
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
        var others = new ArrayList<@Nullable Long>();
        ids.stream()
                .filter(id -> !id.equals(made) && !id.equals(bare))
                .limit(MOST)
                .forEach(id -> others.add(LookupKey.ofQueue(id)));
        if (!others.isEmpty()) {
            hours.addAll(hours(Span.hours(connection, deadline, others, since, END), others));
        }
        ids.add(bare);
        return new Names(bare, List.copyOf(ids), hours);
    }

    private static NavigableSet<Long> hours(Map<Long, Set<Long>> met, List<@Nullable Long> keys) {
        var hours = new TreeSet<Long>();
        for (var key : keys) {
            hours.addAll(key == null ? Set.of() : met.getOrDefault(key, Set.of()));
        }
        return hours;
    }

    /// From when on there are events of what has this id.
    private static Instant since(String id) {
        if (id.length() != ID_LENGTH || id.charAt(VERSION_AT) != '7') {
            return BEGINNING;
        }
        try {
            long made = UUID.fromString(id).getMostSignificantBits() >>> 16;
            return Instant.ofEpochMilli(made).minus(WRONG_BY);
        } catch (IllegalArgumentException e) {
            return BEGINNING;
        }
    }

    /// Where its events are, the newest first.
    List<Span> spans() {
        return spans(BEGINNING, END);
    }

    List<Span> spans(Instant from, Instant to) {
        return Span.of(hours, from, to);
    }

    /// ` AND` that a row of `event_rows own` is of this message.
    void condition(Sql sql) {
        sql.add(" AND (" + BARE_ID + " = ").value(bare).add(" OR (true");
        sql.in("lower(own.queue_id)", queueIds).add("))");
    }
}
