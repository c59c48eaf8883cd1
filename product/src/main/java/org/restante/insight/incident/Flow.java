package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// How much one receiver takes, how long mail waits for it, and its refusals for pace that closed lanes, since the first of them. One thread's.
final class Flow {
    /// Minutes that are kept.
    private static final int KEPT = 128;

    private static final int USUAL = 45;
    private static final int LEAST_USUAL = 15;
    private static final int BEFORE = 15;
    private static final int LATELY = 5;
    private static final double STEADY = .25;

    /// How long mail waits is told by at least so many.
    private static final int FEW = 5;

    final Cell cell;
    private final long[] minutes = new long[KEPT];
    private final int[] taken = new int[KEPT];

    /// Of the taken, those that no greylist nor trouble of their own had put off.
    private final int[] first = new int[KEPT];

    private final long[] waited = new long[KEPT];
    private final long began;

    /// Refusals for pace; null where there were none of late.
    @Nullable Streak refusals;

    long takenSince;
    boolean isOpen;
    double usual;
    double usualWait;

    /// Whether as much was taken shortly before the first refusal as usual: neither an outage nor what it leaves behind.
    boolean wasSteady;

    Flow(Cell cell, Instant at) {
        this.cell = new Cell(cell.provider(), cell.site(), null, null, null, null);
        began = minute(at);
        Arrays.fill(minutes, Long.MIN_VALUE);
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60);
    }

    /// @param wait null where it was put off for another reason before
    void take(Instant at, @Nullable Duration wait) {
        long minute = minute(at);
        int i = (int) Math.floorMod(minute, (long) KEPT);
        if (minutes[i] > minute) {
            return;
        }
        if (minutes[i] < minute) {
            minutes[i] = minute;
            taken[i] = first[i] = 0;
            waited[i] = 0;
        }
        taken[i]++;
        if (wait != null) {
            first[i]++;
            waited[i] += wait.toMillis();
        }
        takenSince += refusals == null ? 0 : 1;
    }

    void refuse(Instant at, Cause cause, @Nullable Stage stage, int reply, long session) {
        if (refusals == null) {
            refusals = new Streak(at);
            takenSince = 0;
            long onset = minute(at);
            long known = Math.min(USUAL, onset - began);
            usual = known < LEAST_USUAL ? 0 : (double) sum(taken, onset - known, onset) / known;
            usualWait = wait(onset - BEFORE, onset);
            double shortly = (double) sum(taken, onset - BEFORE, onset) / BEFORE;
            wasSteady = Math.abs(shortly - usual) <= STEADY * usual;
        }
        refusals.refused(at, cause, stage, reply, session);
    }

    void forgetRefusals() {
        refusals = null;
        isOpen = false;
    }

    /// Taken a minute since the first refusal, of late.
    double pace(Instant now) {
        long until = minute(now);
        double since = minutesSince(now);
        return since < LATELY
                ? takenSince / since
                : (double) sum(taken, until - LATELY, until) / LATELY;
    }

    /// Minutes since the first refusal.
    double minutesSince(Instant now) {
        return refusals == null ? 0 : Duration.between(refusals.since, now).toMillis() / 60_000.0;
    }

    /// Seconds that mail waited which was taken then; not a number where next to nothing was.
    double wait(Instant now, int last) {
        return wait(minute(now) - last, minute(now) + 1);
    }

    private double wait(long from, long to) {
        long count = sum(first, from, to);
        if (count < FEW) {
            return Double.NaN;
        }
        long sum = 0;
        for (long m = from; m < to; m++) {
            int i = (int) Math.floorMod(m, (long) KEPT);
            sum += minutes[i] == m ? waited[i] : 0;
        }
        return sum / 1000.0 / count;
    }

    private long sum(int[] counts, long from, long to) {
        long sum = 0;
        for (long m = from; m < to; m++) {
            int i = (int) Math.floorMod(m, (long) KEPT);
            sum += minutes[i] == m ? counts[i] : 0;
        }
        return sum;
    }
}
