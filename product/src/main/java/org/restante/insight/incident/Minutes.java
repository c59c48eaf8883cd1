package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;

/// What was counted lately: each of the last minutes for itself, and, further back, stretches of a quarter of an hour.
final class Minutes {
    static final int KEPT = 128;
    static final int STRETCH = 15;
    static final int STRETCHES = 16;

    private final Minute[] minutes = new Minute[KEPT];
    private final Stretch[] stretches = new Stretch[STRETCHES];
    private int lateOnes;

    static final class Minute {
        long minute = Long.MIN_VALUE;
        final SparseTally attempts = new SparseTally();

        /// Of these, attempts of messages already counted among the refused.
        final SparseTally repeats = new SparseTally();

        final Refusals refusals = new Refusals();

        /// Null where there are none.
        @Nullable Beside beside;

        Beside beside() {
            if (beside == null) {
                beside = new Beside();
            }
            return beside;
        }

        private void begin(long epochMinute) {
            minute = epochMinute;
            attempts.clear();
            repeats.clear();
            refusals.clear();
            if (beside != null) {
                beside.clear();
            }
        }
    }

    static final class Stretch {
        long number = Long.MIN_VALUE;
        final SparseTally attempts = new SparseTally();
        final SparseTally repeats = new SparseTally();
        private final @Nullable SparseTally[] refused = new SparseTally[Family.COUNT];

        private void begin(long stretch) {
            number = stretch;
            attempts.clear();
            repeats.clear();
            for (var counts : refused) {
                if (counts != null) {
                    counts.clear();
                }
            }
        }

        private void add(Minute minute) {
            attempts.add(minute.attempts);
            repeats.add(minute.repeats);
            var refusals = minute.refusals;
            for (int i = 0; i < refusals.size; i++) {
                addRefused(refusals.family(i), refusals.crossing(i), refusals.refused[i]);
            }
        }

        private void addRefused(Family family, int crossing, int k) {
            var counts = refused[family.ordinal()];
            if (counts == null) {
                counts = refused[family.ordinal()] = new SparseTally();
            }
            counts.add(crossing, k);
        }

        /// Null where none were.
        @Nullable SparseTally refused(Family family) {
            return refused[family.ordinal()];
        }
    }

    /// The minute to count into; it must not be older than what is kept.
    Minute open(long epochMinute) {
        int i = (int) Math.floorMod(epochMinute, (long) KEPT);
        var minute = minutes[i];
        if (minute == null) {
            minute = minutes[i] = new Minute();
        }
        if (minute.minute != epochMinute) {
            minute.begin(epochMinute);
        }
        return minute;
    }

    /// What was counted in that minute, null when nothing was or it is too long ago.
    @Nullable Minute at(long epochMinute) {
        var minute = minutes[(int) Math.floorMod(epochMinute, (long) KEPT)];
        return minute == null || minute.minute != epochMinute ? null : minute;
    }

    /// A minute is over: it goes into its stretch.
    void close(Minute minute) {
        stretchOf(minute.minute).add(minute);
    }

    /// One attempt more in a minute that is over.
    void late(long epochMinute, int crossing, boolean repeat, @Nullable Family family) {
        lateOnes++;
        var stretch = stretchOf(epochMinute);
        stretch.attempts.add(crossing, 1);
        if (repeat) {
            stretch.repeats.add(crossing, 1);
        }
        if (family != null) {
            stretch.addRefused(family, crossing, 1);
        }
    }

    /// How many came late so far: changes when what was over is no longer what it was.
    int lateOnes() {
        return lateOnes;
    }

    private Stretch stretchOf(long epochMinute) {
        long number = Math.floorDiv(epochMinute, (long) STRETCH);
        int i = (int) Math.floorMod(number, (long) STRETCHES);
        var stretch = stretches[i];
        if (stretch == null) {
            stretch = stretches[i] = new Stretch();
        }
        if (stretch.number != number) {
            stretch.begin(number);
        }
        return stretch;
    }

    @Nullable Stretch stretch(long number) {
        var stretch = stretches[(int) Math.floorMod(number, (long) STRETCHES)];
        return stretch == null || stretch.number != number ? null : stretch;
    }
}
