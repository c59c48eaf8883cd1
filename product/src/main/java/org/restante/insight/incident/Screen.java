package org.restante.insight.incident;

import java.util.Arrays;

/// The cheap watch after every minute: one cumulative sum for each family along each sum of crossings. It rises while refusals
/// are more than usual, falls back to zero while they are not, and asks for the full search when it is high.
final class Screen {
    /// A score is high above this and the logarithm of how many such sums there are: chance has that many tries.
    private static final double HIGH = 6;

    private static final float CALM = .5f;

    /// Of a sum and family: its score, what one refusal and what one accepted attempt move it by, and the minute's refusals.
    private static final int FIELDS = 4;

    private static final int SCORE = 0;
    private static final int UP = 1;
    private static final int DOWN = 2;
    private static final int REFUSED = 3;

    /// The rise that is watched for.
    private static final double FACTOR = 2;

    private static final double LEAST_RISE = .04;

    /// Four to each sum and family, so that they lie together.
    private float[] cells = new float[256 * Family.COUNT * FIELDS];

    private int[] raised = new int[256];
    private int[] attempts = new int[256];
    private int[] repeats = new int[256];
    private int[] met = new int[256];
    private int[] touched = new int[256];
    private int touchedCount;
    private final float[] high = new float[Crossings.SUMS];

    /// How many kinds of sums there are now.
    private int kinds;

    /// The slow version of the baseline as of which a refusal and an accepted attempt were weighed.
    private int[] known = new int[256 * Family.COUNT];

    private void makeRoom(int sums) {
        if (sums > attempts.length) {
            int room = Math.max(sums, attempts.length * 2);
            cells = Arrays.copyOf(cells, room * Family.COUNT * FIELDS);
            known = Arrays.copyOf(known, room * Family.COUNT);
            raised = Arrays.copyOf(raised, room);
            attempts = Arrays.copyOf(attempts, room);
            repeats = Arrays.copyOf(repeats, room);
            met = Arrays.copyOf(met, room);
            touched = Arrays.copyOf(touched, room);
        }
    }

    /// The families (a bit each) whose refusals left their baseline, those of known incidents left aside.
    int after(Minutes.Minute minute, Crossings crossings, Baseline baseline, Known incidents) {
        makeRoom(crossings.sums);
        kinds = crossings.kinds();
        addUp(minute, crossings, incidents);
        for (int kind = 0; kind < kinds; kind++) {
            high[kind] = (float) (HIGH + Math.log(Math.max(1, crossings.sumsOfKind(kind))));
        }
        int families = 0;
        for (int i = 0; i < touchedCount; i++) {
            families |= update(touched[i], crossings, baseline);
        }
        touchedCount = 0;
        return families;
    }

    private void addUp(Minutes.Minute minute, Crossings crossings, Known incidents) {
        var refusals = minute.refusals;
        for (int i = 0; i < refusals.size; i++) {
            var family = refusals.family(i);
            if (!incidents.explains(family, refusals.crossing(i))) {
                addRefused(
                        crossings.sumsOf,
                        refusals.crossing(i) * Crossings.SUMS,
                        family.ordinal(),
                        refusals.refused[i]);
            }
        }
        var tried = minute.attempts;
        for (int i = 0; i < tried.size; i++) {
            addAttempts(crossings.sumsOf, tried.met[i] * Crossings.SUMS, tried.counts[i]);
        }
        var again = minute.repeats;
        for (int i = 0; i < again.size; i++) {
            addRepeats(crossings.sumsOf, again.met[i] * Crossings.SUMS, again.counts[i]);
        }
    }

    /// Only to sums that are high or saw refusals now: the others neither rise nor fall.
    private void addAttempts(int[] sumsOf, int at, int n) {
        for (int j = at; j < at + kinds; j++) {
            int sum = sumsOf[j];
            if (sum >= 0 && (met[sum] | raised[sum]) != 0) {
                if (attempts[sum] == 0) {
                    touched[touchedCount++] = sum;
                }
                attempts[sum] += n;
            }
        }
    }

    private void addRepeats(int[] sumsOf, int at, int n) {
        for (int j = at; j < at + kinds; j++) {
            int sum = sumsOf[j];
            if (sum >= 0 && attempts[sum] != 0) {
                repeats[sum] += n;
            }
        }
    }

    private void addRefused(int[] sumsOf, int at, int family, int k) {
        for (int j = at; j < at + kinds; j++) {
            int sum = sumsOf[j];
            if (sum >= 0) {
                cells[(sum * Family.COUNT + family) * FIELDS + REFUSED] += k;
                met[sum] |= 1 << family;
            }
        }
    }

    private int update(int sum, Crossings crossings, Baseline baseline) {
        int left = 0;
        int families = met[sum] | raised[sum];
        float highHere = high[crossings.kindOfSum[sum]];
        for (int rest = families; rest != 0; rest &= rest - 1) {
            int family = Integer.numberOfTrailingZeros(rest);
            int at = sum * Family.COUNT + family;
            if (known[at] != baseline.slowVersion()) {
                weigh(at, baseline.share(crossings, sum, family));
                known[at] = baseline.slowVersion();
            }
            int n = attempts[sum] - (Family.ALL[family].perMessage ? repeats[sum] : 0);
            float score = move(at * FIELDS, n);
            raised[sum] = score > 0 ? raised[sum] | 1 << family : raised[sum] & ~(1 << family);
            left |= score >= highHere ? 1 << family : 0;
        }
        attempts[sum] = 0;
        repeats[sum] = 0;
        met[sum] = 0;
        return left;
    }

    private float move(int cell, int n) {
        float k = cells[cell + REFUSED];
        float score = cells[cell + SCORE] + k * cells[cell + UP] - (n - k) * cells[cell + DOWN];
        cells[cell + SCORE] = Math.max(0, score);
        cells[cell + REFUSED] = 0;
        return score;
    }

    private void weigh(int at, double usual) {
        double raisedTo = Math.min(.97, Math.max(FACTOR * usual, usual + LEAST_RISE));
        cells[at * FIELDS + UP] = (float) Math.log(raisedTo / usual);
        cells[at * FIELDS + DOWN] = (float) ((raisedTo - usual) / (1 - (raisedTo + usual) / 2));
    }

    /// The search found nothing in these families: they must rise anew before it is asked again.
    void calm(int families, Crossings crossings) {
        for (int rest = families; rest != 0; rest &= rest - 1) {
            int family = Integer.numberOfTrailingZeros(rest);
            for (int sum = 0; sum < crossings.sums; sum++) {
                int at = (sum * Family.COUNT + family) * FIELDS + SCORE;
                cells[at] = Math.min(cells[at], CALM * high[crossings.kindOfSum[sum]]);
            }
        }
    }
}
