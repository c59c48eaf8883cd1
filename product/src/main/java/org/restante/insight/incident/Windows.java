package org.restante.insight.incident;

import java.util.Arrays;

/// What was counted in the last 2, 5, 15, 45 and 180 minutes, by crossing; added up when first asked for after a minute.
final class Windows {
    static final int[] LENGTHS = {2, 5, 15, 45, 180};
    static final int COUNT = LENGTHS.length;

    /// Beyond this, only whole stretches are added.
    private static final int BY_MINUTE = 45;

    private final Minutes minutes;
    private final Crossings crossings;
    private final int[][] attempts = new int[COUNT][0];
    private final int[][] firsts = new int[COUNT][0];
    private final int[][] refused = new int[COUNT][0];
    private long minute;
    private boolean attemptsAdded;
    private int family = -1;

    Windows(Minutes minutes, Crossings crossings) {
        this.minutes = minutes;
        this.crossings = crossings;
    }

    /// The windows end with this minute.
    void endAt(long epochMinute) {
        minute = epochMinute;
        attemptsAdded = false;
        family = -1;
    }

    long start(int window) {
        return minute - LENGTHS[window] + 1;
    }

    int[] attempts(int window) {
        if (!attemptsAdded) {
            addAttempts();
            attemptsAdded = true;
        }
        return attempts[window];
    }

    /// Attempts that could have met such a refusal: of families that count a message once, only those of messages that were
    /// not refused before.
    int[] chances(int window, Family ofFamily) {
        var all = attempts(window);
        return ofFamily.perMessage ? firsts[window] : all;
    }

    int[] refused(int window, Family ofFamily) {
        if (family != ofFamily.ordinal()) {
            addRefused(ofFamily);
            family = ofFamily.ordinal();
        }
        return refused[window];
    }

    private void addAttempts() {
        clear(attempts);
        clear(firsts);
        int ago = 0;
        for (int w = 0; w < COUNT; w++) {
            var sum = attempts[w];
            if (w > 0) {
                System.arraycopy(attempts[w - 1], 0, sum, 0, crossings.count);
                System.arraycopy(firsts[w - 1], 0, firsts[w], 0, crossings.count);
            }
            for (; ago < Math.min(LENGTHS[w], BY_MINUTE); ago++) {
                var at = minutes.at(minute - ago);
                if (at != null) {
                    addTo(sum, at.attempts);
                    addTo(firsts[w], at.attempts);
                    takeFrom(firsts[w], at.repeats);
                }
            }
        }
        long oldest = Math.floorDiv(start(COUNT - 1), (long) Minutes.STRETCH);
        for (long s = lastWholeStretch(); s > oldest; s--) {
            var stretch = minutes.stretch(s);
            if (stretch != null) {
                addTo(attempts[COUNT - 1], stretch.attempts);
                addTo(firsts[COUNT - 1], stretch.attempts);
                takeFrom(firsts[COUNT - 1], stretch.repeats);
            }
        }
    }

    /// The latest stretch that ended before the minutes that are added one by one.
    private long lastWholeStretch() {
        return Math.floorDiv(minute - BY_MINUTE + 1, (long) Minutes.STRETCH) - 1;
    }

    private void addTo(int[] sum, int[] counts) {
        int end = Math.min(counts.length, crossings.count);
        for (int c = 0; c < end; c++) {
            sum[c] += counts[c];
        }
    }

    private void takeFrom(int[] sum, int[] counts) {
        int end = Math.min(counts.length, crossings.count);
        for (int c = 0; c < end; c++) {
            sum[c] -= counts[c];
        }
    }

    private void addRefused(Family ofFamily) {
        clear(refused);
        for (int ago = 0; ago < BY_MINUTE; ago++) {
            var at = minutes.at(minute - ago);
            if (at != null) {
                addRefused(at.refusals, ofFamily, windowOf(ago));
            }
        }
        for (int w = 1; w < COUNT; w++) {
            addTo(refused[w], refused[w - 1]);
        }
        long oldest = Math.floorDiv(start(COUNT - 1), (long) Minutes.STRETCH);
        for (long s = lastWholeStretch(); s > oldest; s--) {
            var stretch = minutes.stretch(s);
            var counts = stretch == null ? null : stretch.refused[ofFamily.ordinal()];
            if (counts != null) {
                addTo(refused[COUNT - 1], counts);
            }
        }
    }

    private void addRefused(Refusals refusals, Family ofFamily, int window) {
        for (int i = 0; i < refusals.size; i++) {
            if (refusals.family(i) == ofFamily) {
                refused[window][refusals.crossing(i)] += refusals.refused[i];
            }
        }
    }

    private static int windowOf(int ago) {
        int w = 0;
        while (LENGTHS[w] <= ago) {
            w++;
        }
        return w;
    }

    private void clear(int[][] sums) {
        for (int w = 0; w < COUNT; w++) {
            if (sums[w].length < crossings.count) {
                sums[w] = new int[crossings.count + crossings.count / 2];
            } else {
                Arrays.fill(sums[w], 0);
            }
        }
    }
}
