package org.restante.record.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.record.report.Rung;

/// What a store answers.
public sealed interface Found {
    /// How the store stands.
    ///
    /// @param events in columns
    /// @param first of the oldest event, null without any
    /// @param caughtUp when all that the journal held was taken in last; null while it never was
    /// @param unreadable lines of the journal that were no events, since the process began
    /// @param octets on disk
    record Standing(
            long events,
            @Nullable Instant first,
            @Nullable Instant last,
            @Nullable Instant caughtUp,
            long unreadable,
            long octets)
            implements Found {}

    /// Counts, as in the analysis of a log: attempts are what was delivered, deferred or bounced.
    ///
    /// @param suspended put off without being tried; no attempts
    /// @param first delivered at the first attempt; deliveries whose number is unknown are in none of the three
    /// @param delayP50 of deliveries, in seconds; null where none tells it
    record Counts(
            long attempts,
            long delivered,
            long deferred,
            long bounced,
            long suspended,
            long expired,
            long received,
            long complained,
            long first,
            long second,
            long later,
            @Nullable Double delayP50,
            @Nullable Double delayP90,
            @Nullable Double delayP99) {
        public static final Counts NONE =
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null);

        /// Deferred attempts ÷ all attempts.
        public OptionalDouble deferralRate() {
            return attempts == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) deferred / attempts);
        }

        /// Deferred attempts ÷ deliveries.
        public OptionalDouble deferralsPerDelivery() {
            return delivered == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) deferred / delivered);
        }
    }

    /// One value of a cut.
    ///
    /// @param key null for what is unknown
    /// @param before the same in the time before
    record Row(@Nullable String key, Counts counts, Counts before) {}

    /// One value of a cut within a row.
    ///
    /// @param row the row's key; null for what is unknown, as `key`
    record Cell(@Nullable String row, @Nullable String key, Counts counts) {}

    /// One stretch of a course.
    ///
    /// @param key of the cut; null without one, and for what is unknown
    record Point(Instant at, @Nullable String key, Counts counts) {}

    /// How it went over a time, from stretch to stretch.
    ///
    /// @param wasCutShort whether it is of the newest stretches alone, for all would be too many points
    record Course(List<Point> points, boolean wasCutShort) {
        static final Course NONE = new Course(List.of(), false);

        public Course {
            points = List.copyOf(points);
        }
    }

    /// Counts over a time.
    ///
    /// @param others how many more values the cut has
    /// @param cells of the second cut, row by row; none where it was not asked for
    record Figures(
            Counts total,
            Counts before,
            List<Row> rows,
            long others,
            List<Cell> cells,
            Course course)
            implements Found {
        public Figures {
            rows = List.copyOf(rows);
            cells = List.copyOf(cells);
        }
    }

    /// Similar refusals.
    ///
    /// @param text the latest of them, whole
    /// @param texts about how many different texts there are
    /// @param trouble the word of what went wrong where nobody replied
    /// @param hosts how many hosts said it
    record Reply(
            String text,
            long texts,
            @Nullable Integer code,
            @Nullable String status,
            @Nullable String cause,
            @Nullable String stage,
            @Nullable String trouble,
            @Nullable String provider,
            long times,
            long deferred,
            long bounced,
            long recipients,
            long hosts,
            Instant first,
            Instant last) {}

    record Replies(List<Reply> replies) implements Found {
        public Replies {
            replies = List.copyOf(replies);
        }
    }

    /// How many recipients stand on each rung of the ladder on which a lasting deferral climbs, each counted once, on its highest.
    ///
    /// @param waiting all of them, with those who have not reached the first rung
    /// @param longest how long the one is deferred that is so for longest, to its last refusal as on the rungs; null where none waits
    record Ladder(
            long waiting,
            long oneHour,
            long fourHours,
            long oneDay,
            long threeDays,
            @Nullable Duration longest) {
        public static final Ladder NONE = new Ladder(0, 0, 0, 0, 0, null);

        /// Those on a rung.
        public long of(Rung rung) {
            return switch (rung) {
                case ONE_HOUR -> oneHour;
                case FOUR_HOURS -> fourHours;
                case ONE_DAY -> oneDay;
                case THREE_DAYS -> threeDays;
            };
        }

        /// Those on any rung.
        public long lasting() {
            return oneHour + fourHours + oneDay + threeDays;
        }
    }

    /// One value of a cut.
    ///
    /// @param key null for what is unknown
    record LadderRow(@Nullable String key, Ladder ladder) {}

    /// A recipient that is deferred still.
    ///
    /// @param id the queue id; null where the log has none
    /// @param since when it was queued, as far as known, else when it was first deferred
    /// @param last when it was last deferred
    /// @param tries deferred attempts
    /// @param text what the receiver said last
    record LastingRecipient(
            @Nullable String id,
            @Nullable String recipient,
            @Nullable String domain,
            @Nullable String provider,
            @Nullable String source,
            @Nullable String mxHost,
            @Nullable String stream,
            @Nullable String cause,
            @Nullable String text,
            long tries,
            Instant since,
            Instant last) {
        /// As long as it is known to be deferred: to the last refusal.
        public Duration age() {
            return Duration.between(since, last);
        }
    }

    /// Lasting deferrals.
    ///
    /// @param others how many more values the cut has
    /// @param oldest those that last longest
    record Lasting(Ladder total, List<LadderRow> rows, long others, List<LastingRecipient> oldest)
            implements Found {
        public Lasting {
            rows = List.copyOf(rows);
            oldest = List.copyOf(oldest);
        }
    }

    /// A page of messages.
    ///
    /// @param events what happened last to each recipient
    /// @param next where the next page begins; null when this was the last
    /// @param wasCutShort whether the time was over before the page was full
    record Page(List<Event> events, @Nullable String next, boolean wasCutShort) implements Found {
        public Page {
            events = List.copyOf(events);
        }
    }

    /// A page of what was done.
    ///
    /// @param next where the next page begins; null when this was the last
    /// @param wasCutShort whether the time was over before the page was full
    record Deeds(List<Event> events, @Nullable String next, boolean wasCutShort) implements Found {
        public Deeds {
            events = List.copyOf(events);
        }
    }

    /// One message's events.
    ///
    /// @param isWhole false when it has more than were asked for
    record Story(List<Event> events, boolean isWhole) implements Found {
        public Story {
            events = List.copyOf(events);
        }
    }
}
