package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers [Question.Deeds]: goes back in time span by span until the page is full.
final class Deeds {
    private static final Duration FIRST_SPAN = Duration.ofHours(1);
    private static final Duration LONGEST_SPAN = Duration.ofDays(4);

    /// Of the time, for looking; the rest is for reading what goes on the page.
    private static final double LOOKING = 0.7;

    /// What an order did to a single message has that message's facts, such as when it was queued; the order itself has at most its id, as that
    /// is its reach. What the server does to single recipients by itself are the many it suppresses.
    private static final String ORDERED =
            " AND outcome.type IN ('action', 'held', 'released') AND own.queued_at IS NULL AND deed.act IS NOT NULL"
                    + " AND (own.recipient IS NULL OR deed.actor IS DISTINCT FROM 'restante')";

    private final Connection connection;
    private final Deadline deadline;
    private final Deadline looking;
    private final Question.Deeds asked;
    private final List<Place> page = new ArrayList<>();

    /// Where this page begins; null for the newest.
    private final @Nullable Place begin;

    /// Behind what was looked at; null before the first, and when all was.
    private @Nullable Place place;

    Deeds(Connection connection, Deadline deadline, Question.Deeds asked) {
        this.connection = connection;
        this.deadline = deadline;
        this.looking = deadline.partly(LOOKING);
        this.asked = asked;
        this.begin = asked.cursor() == null ? null : Place.of(asked.cursor());
        this.place = begin;
    }

    Found.Deeds answer() throws SQLException {
        boolean wasCutShort;
        try {
            wasCutShort = look();
        } catch (SQLException e) {
            // Called off: what is found by then is a page, unless the next would begin where this
            // did.
            if (!looking.isOver() || Objects.equals(place, begin)) {
                throw e;
            }
            wasCutShort = true;
        }
        return new Found.Deeds(
                Whole.events(connection, deadline, page),
                place == null ? null : place.cursor(),
                wasCutShort);
    }

    /// Fills the page. True when the time was over before; there is no place any more when all was looked at.
    private boolean look() throws SQLException {
        for (var span : Span.backwards(asked.from(), asked.to(), FIRST_SPAN, LONGEST_SPAN)) {
            if (begin != null && !span.from().isBefore(begin.time().plusMillis(1))) {
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
        // All the time there is while no page can be made yet.
        var bound = Objects.equals(place, begin) ? deadline : looking;
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
        sql.ask(connection, bound, row -> found.add(Whole.place(row)));
        return found;
    }
}
