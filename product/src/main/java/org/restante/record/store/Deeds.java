package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Answers [Question.Deeds]: goes back in time span by span until the page is full.
final class Deeds extends Paging {
    private static final Duration FIRST_SPAN = Duration.ofHours(1);
    private static final Duration LONGEST_SPAN = Duration.ofDays(4);

    /// What an order did to a single message has that message's facts, such as when it was queued; the order itself has at most its id, as that
    /// is its reach. What the server does to single recipients by itself are the many it suppresses.
    private static final String ORDERED =
            " AND outcome.type IN ('action', 'held', 'released') AND own.queued_at IS NULL AND deed.act IS NOT NULL"
                    + " AND (own.recipient IS NULL OR deed.actor IS DISTINCT FROM 'restante')";

    private final Question.Deeds asked;

    Deeds(Connection connection, Deadline deadline, Question.Deeds asked) {
        super(connection, deadline, asked.cursor());
        this.asked = asked;
    }

    Found.Deeds answer() throws SQLException {
        boolean wasCutShort = fill();
        return new Found.Deeds(Whole.events(connection, deadline, page), next(), wasCutShort);
    }

    @Override
    boolean look() throws SQLException {
        for (var span : Span.backwards(asked.from(), asked.to(), FIRST_SPAN, LONGEST_SPAN)) {
            if (!isBehind(span, begin)) {
                continue;
            }
            page.addAll(found(span));
            if (page.size() == asked.most()) {
                place = page.getLast();
                return false;
            }
            place = new Place(span.from(), Place.FIRST);
            if (looking.isOver() && span.from().isAfter(asked.from())) {
                return true;
            }
        }
        place = null;
        return false;
    }

    /// What goes on the page of a span, which is looked at whole or not at all.
    private List<Place> found(Span span) throws SQLException {
        var found = new ArrayList<Place>();
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
        sql.ask(connection, bound(), row -> found.add(Whole.place(row)));
        return found;
    }
}
