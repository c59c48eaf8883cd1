package org.restante.sending.warmup;

import java.util.ArrayList;
import java.util.List;

/// How many recipients of bulk mail a receiver gets from a source, day by day. After the last day the source is warm.
///
/// @param volumes of the first day, the second …; each 1 or more
/// @param mayStride whether a spotless day counts for two, and a bad one takes two back
/// @param origin who published it, or how it is made
public record Plan(String name, List<Integer> volumes, boolean mayStride, String origin) {
    /// The plan without a table.
    public static final String AUTOMATIC = "automatic";

    private static final int FIRST = 200;
    private static final double GROWTH = 1.4;
    private static final int WARM = 1_000_000;
    private static final int MOST_DAYS = 400;

    public Plan {
        volumes = List.copyOf(volumes);
        if (volumes.isEmpty() || volumes.size() > MOST_DAYS) {
            throw new IllegalArgumentException("a plan has from 1 to " + MOST_DAYS + " days");
        }
        if (volumes.stream().anyMatch(volume -> volume < 1)) {
            throw new IllegalArgumentException("a day's volume is 1 or more");
        }
    }

    /// Begins at the smallest first day of the published tables of large senders (200) and grows as the most patient of them (1.4 times
    /// a day), or twice as fast in logarithms while days are spotless (1.96: never more than double); warm at a million a day.
    public static Plan automatic() {
        List<Integer> volumes = new ArrayList<>();
        for (double volume = FIRST; volume < WARM * GROWTH; volume *= GROWTH) {
            volumes.add((int) Math.min(WARM, Math.round(volume)));
        }
        return new Plan(
                AUTOMATIC, volumes, true, "200 on the first day, 1.4 times as many each day");
    }

    public int days() {
        return volumes.size();
    }

    /// @param day from 1; later days than the last have its volume
    public int volume(int day) {
        return volumes.get(Math.clamp(day, 1, days()) - 1);
    }
}
