package org.restante.record.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a store can be asked. Values alone travel: no question carries SQL.
public sealed interface Question {
    /// The most rows of a report, and of a page.
    int MOST_ROWS = 1_000;

    /// The most points of a course.
    int MOST_POINTS = 10_000;

    /// The most values of a second cut.
    int MOST_ACROSS = 20;

    /// The longest time that is reported on.
    Duration LONGEST = Duration.ofDays(400);

    /// Which events are meant: for each cut the values that are, [#UNKNOWN] among them for what is unknown. An empty one means all.
    record Narrowing(Map<Cut, List<String>> any) {
        public static final String UNKNOWN = "(unknown)";
        public static final Narrowing NOTHING = new Narrowing(Map.of());

        public Narrowing {
            var sorted = new TreeMap<Cut, List<String>>();
            any.forEach((cut, values) -> sorted.put(cut, List.copyOf(values)));
            any = sorted;
        }

        /// The same, of one cut these values alone.
        Narrowing with(Cut cut, List<String> values) {
            var other = new TreeMap<>(any);
            other.put(cut, values);
            return new Narrowing(other);
        }
    }

    /// How long a stretch of a course is.
    enum Every {
        HOUR,
        DAY
    }

    /// How the store stands.
    record Standing() implements Question {}

    /// Counts over a time: all together, by a cut, and as a course; with the time of the same length before.
    ///
    /// @param to the first moment no more
    /// @param by null for no rows
    /// @param across what each row is split by again: its [#MOST_ACROSS] values with most attempts in all rows; null for no cells
    /// @param every null for no course
    /// @param most rows, those with most attempts
    record Figures(
            Instant from,
            Instant to,
            @Nullable Cut by,
            @Nullable Cut across,
            @Nullable Every every,
            Narrowing narrowing,
            int most)
            implements Question {
        public Figures {
            within(from, to);
            rows(most);
            if (across != null && (by == null || by == across)) {
                throw new IllegalArgumentException(
                        "across "
                                + across.word()
                                + " without rows by another cut; by=provider&across=source would be right");
            }
        }

        /// Without cells.
        public Figures(
                Instant from,
                Instant to,
                @Nullable Cut by,
                @Nullable Every every,
                Narrowing narrowing,
                int most) {
            this(from, to, by, null, every, narrowing, most);
        }
    }

    /// The refusals that were said most, similar ones together.
    record Replies(Instant from, Instant to, Narrowing narrowing, int most) implements Question {
        public Replies {
            within(from, to);
            rows(most);
        }
    }

    /// Recipients that were deferred and have neither been delivered nor given up since, by how long that lasts.
    ///
    /// @param at now
    /// @param by null for no rows
    /// @param most rows, those with most that last for an hour or more
    /// @param recipients so many of those that last longest, from an hour on
    record Lasting(Instant at, @Nullable Cut by, Narrowing narrowing, int most, int recipients)
            implements Question {
        public Lasting {
            rows(most);
            if (recipients < 0 || recipients > MOST_ROWS) {
                throw new IllegalArgumentException(
                        "0 to " + MOST_ROWS + " recipients: " + recipients);
            }
        }
    }

    /// Messages, each recipient with what happened last, newest first.
    ///
    /// @param recipient whole
    /// @param message a `Message-ID` or a queue id, whole
    /// @param statuses words of event types; none for any
    /// @param cursor where the page before ended
    record Search(
            Instant from,
            Instant to,
            @Nullable String recipient,
            @Nullable String message,
            List<String> statuses,
            Narrowing narrowing,
            @Nullable String cursor,
            int most)
            implements Question {
        public Search {
            within(from, to);
            rows(most);
            statuses = List.copyOf(statuses);
            if (cursor != null) {
                Place.of(cursor);
            }
        }
    }

    /// What was done, newest first: by people, by programs and by the server itself, to lanes, to waiting mail and to settings. What an order
    /// then did to single recipients is left out, and whom the server suppressed by itself.
    ///
    /// @param actor whole; null for anybody
    /// @param cursor where the page before ended
    record Deeds(
            Instant from,
            Instant to,
            @Nullable String actor,
            Narrowing narrowing,
            @Nullable String cursor,
            int most)
            implements Question {
        public Deeds {
            within(from, to);
            rows(most);
            if (cursor != null) {
                Place.of(cursor);
            }
        }
    }

    /// All events of one message, in order.
    ///
    /// @param message a queue id, or a `Message-ID`
    /// @param tenant whose it must be; null for any
    record Story(String message, @Nullable String tenant, int most) implements Question {
        public Story {
            if (most < 1 || most > MOST_POINTS) {
                throw new IllegalArgumentException("1 to " + MOST_POINTS + " events: " + most);
            }
        }
    }

    private static void within(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from " + from + " is not before " + to);
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "from " + from + " to " + to + " is longer than " + LONGEST.toDays() + " days");
        }
    }

    private static void rows(int most) {
        if (most < 1 || most > MOST_ROWS) {
            throw new IllegalArgumentException("1 to " + MOST_ROWS + " rows: " + most);
        }
    }
}
