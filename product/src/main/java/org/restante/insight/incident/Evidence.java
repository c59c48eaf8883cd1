package org.restante.insight.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// One thing that was counted and speaks for an incident. Values first; [#sentence] says them.
public sealed interface Evidence {
    String sentence();

    /// Refusals and attempts in the scope since the onset.
    record Inside(long refusals, long attempts) implements Evidence {
        @Override
        public String sentence() {
            return say(
                    "%,d of %,d attempts in the scope were refused (%s)",
                    refusals, attempts, percent(refusals, attempts));
        }
    }

    /// Refusals of the same kind and attempts in the scope in the hours before the onset.
    record Before(long refusals, long attempts) implements Evidence {
        /// From here on a share says more than the counts.
        private static final int MANY = 50;

        @Override
        public String sentence() {
            return say("before it began %,d of %,d were", refusals, attempts);
        }

        /// In a few words, as they stand behind a share.
        String words() {
            if (attempts == 0) {
                return "nothing was tried there before";
            }
            return attempts < MANY
                    ? say("before: %,d of %,d", refusals, attempts)
                    : "usually " + percent(refusals, attempts);
        }
    }

    /// The same kind of refusal outside the scope, over the same time.
    record Outside(long refusals, long attempts) implements Evidence {
        @Override
        public String sentence() {
            return say(
                    "outside it %,d of %,d were (%s)",
                    refusals, attempts, percent(refusals, attempts));
        }
    }

    /// A neighbour in one dimension that works.
    record CleanSibling(Dimension dimension, String name, long refusals, long attempts)
            implements Evidence {
        @Override
        public String sentence() {
            return say(
                    "%s %s is clean: %,d of %,d refused (%s)",
                    dimension.word(), name, refusals, attempts, percent(refusals, attempts));
        }
    }

    /// The refusals came at this stage.
    record AtStage(Stage stage, double share) implements Evidence {
        @Override
        public String sentence() {
            return say("%.0f %% of the refusals came at stage %s", 100 * share, stage.word());
        }
    }

    /// What the replies mean, most frequent first.
    record Causes(List<CauseCount> counts) implements Evidence {
        public Causes {
            counts = List.copyOf(counts);
        }

        @Override
        public String sentence() {
            return "the refusals say "
                    + String.join(
                            ", ",
                            counts.stream()
                                    .map(c -> c.cause().word() + " (" + c.refusals() + ")")
                                    .toList());
        }
    }

    record CauseCount(Cause cause, long refusals) {}

    /// Ids of grouped replies: the first and the last of the incident, and the most frequent; -1 where none is known.
    record Replies(int first, int last, List<Integer> frequent) implements Evidence {
        public Replies {
            frequent = List.copyOf(frequent);
        }

        @Override
        public String sentence() {
            return "first reply #" + first + ", last reply #" + last;
        }
    }

    /// When it began; `fromTheStart` when it was there before the log's first lines.
    record Onset(Instant at, boolean fromTheStart) implements Evidence {
        @Override
        public String sentence() {
            return fromTheStart ? "it was there when the log began" : "it began at " + at;
        }
    }

    /// Attempts a minute in the scope: shortly before the onset, and usually.
    record VolumeBefore(double perMinute, double usual) implements Evidence {
        @Override
        public String sentence() {
            return say(
                    "%.1f attempts a minute in the quarter of an hour before, %.1f usually",
                    perMinute, usual);
        }
    }

    /// Messages a minute that are taken in the scope, and were before the first refusal; and how long those taken had waited, in seconds.
    record Slowed(double perMinute, double usual, double waits) implements Evidence {
        @Override
        public String sentence() {
            return say(
                    "%.1f messages a minute are taken, %.1f were before; they have waited %.0f s",
                    perMinute, usual, waits);
        }
    }

    /// How many messages the refusals concern, each counted once, of those that were tried.
    record Messages(long refused, long tried) implements Evidence {
        @Override
        public String sentence() {
            return say("%,d of %,d messages were refused at least once", refused, tried);
        }
    }

    private static String say(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "no attempts" : percent((double) part / whole);
    }

    /// Never rounded to none.
    static String percent(double share) {
        double percent = 100 * share;
        if (percent > 0 && percent < .05) {
            return "under 0.1 %";
        }
        boolean isRound = percent == 0 || percent >= 10;
        return String.format(Locale.ROOT, isRound ? "%.0f %%" : "%.1f %%", percent);
    }
}
