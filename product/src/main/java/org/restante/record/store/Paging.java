package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A page of events that is looked for backwards in time, within a deadline: what is found when the time is over is a page too, and the next
/// goes on where looking ended.
abstract class Paging {
    /// Of the time, for looking; the rest is for reading what goes on the page.
    private static final double LOOKING = 0.7;

    final Connection connection;
    final Deadline deadline;
    final Deadline looking;
    final List<Place> page = new ArrayList<>();

    /// Where this page begins; null for the newest.
    final @Nullable Place begin;

    /// Behind what was looked at; null before the first, and when all was.
    @Nullable Place place;

    Paging(Connection connection, Deadline deadline, @Nullable String cursor) {
        this.connection = connection;
        this.deadline = deadline;
        this.looking = deadline.partly(LOOKING);
        this.begin = cursor == null ? null : Place.of(cursor);
        this.place = begin;
    }

    /// Fills the page. True when the time was over before; there is no place any more when all was looked at.
    abstract boolean look() throws SQLException;

    /// @return whether the time was over before the page was full
    final boolean fill() throws SQLException {
        try {
            return look();
        } catch (SQLException e) {
            // Called off: what is found by then is a page, unless the next would begin where this
            // did.
            if (!looking.isOver() || Objects.equals(place, begin)) {
                throw e;
            }
            return true;
        }
    }

    /// Until when to look: all the time there is while no page can be made yet.
    final Deadline bound() {
        return Objects.equals(place, begin) ? deadline : looking;
    }

    /// Whether something of it lies behind a place; null for before all.
    static boolean isBehind(Span span, @Nullable Place at) {
        return at == null || span.from().isBefore(at.time().plusMillis(1));
    }

    /// Where the next page begins; null when there is none.
    final @Nullable String next() {
        return place == null ? null : place.cursor();
    }
}
