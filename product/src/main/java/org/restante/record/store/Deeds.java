package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers [Question.Deeds]: goes back in time span by span until the page is full.
final class Deeds {
    private static final Duration FIRST_SPAN = Duration.ofHours(1);
    private static final Duration LONGEST_SPAN = Duration.ofDays(4);

    /// Of the time, for looking; the rest is for reading what goes on the page.
    private static final double LOOKING = 0.7;

    /// What an order did to a single message has that message's queue id; what the server does to single recipients by itself are the many it
    /// suppresses.
    private static final String ORDERED =
            " AND outcome.type IN ('action', 'held', 'released') AND own.queue_id IS NULL AND deed.act IS NOT NULL"
                    + " AND (own.recipient IS NULL OR deed.actor IS DISTINCT FROM 'restante')";

    private final Connection connection;
    private final Deadline deadline;
    private final Deadline looking;
    private final Question.Deeds asked;
    private final List<Place> page = new ArrayList<>();

    Deeds(Connection connection, Deadline deadline, Question.Deeds asked) {
        this.connection = connection;
        this.deadline = deadline;
        this.looking = deadline.partly(LOOKING);
        this.asked = asked;
    }

    Found.Deeds answer() throws SQLException {
        var begin = asked.cursor() == null ? null : Place.of(asked.cursor());
        var next = look(begin);
        boolean isFull = page.size() == asked.most();
        return new Found.Deeds(
                Whole.events(connection, deadline, page),
                next == null ? null : next.cursor(),
                next != null && !isFull);
    }

    /// Fills the page.
    ///
    /// @return where the next begins; null when all was looked at
    private @Nullable Place look(@Nullable Place begin) throws SQLException {
        for (var span : Span.backwards(asked.from(), asked.to(), FIRST_SPAN, LONGEST_SPAN)) {
            if (begin != null && !span.from().isBefore(begin.time().plusMillis(1))) {
                continue;
            }
            add(span, begin);
            if (page.size() == asked.most()) {
                return page.getLast();
            }
            if (looking.isOver() && span.from().isAfter(asked.from())) {
                return new Place(span.from(), Place.FIRST);
            }
        }
        return null;
    }

    private void add(Span span, @Nullable Place begin) throws SQLException {
        var sql = new Sql().add("SELECT epoch_ms(own.time), own.id FROM event_rows own");
        for (var part : Part.SHARED) {
            sql.add(part.joined("own"));
        }
        sql.add(" WHERE true").within("own.time", span.from(), span.to()).add(ORDERED);
        if (begin != null) {
            begin.behind(sql);
        }
        if (asked.actor() != null) {
            sql.add(" AND deed.actor = ").value(asked.actor());
        }
        sql.narrowed(asked.narrowing()).add(" ORDER BY own.time DESC, own.id DESC LIMIT ");
        sql.value(asked.most() - page.size());
        sql.ask(connection, deadline, row -> page.add(Whole.place(row)));
    }
}
