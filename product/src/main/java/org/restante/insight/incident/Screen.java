package org.restante.insight.incident;

import java.util.Arrays;

/// The cheap watch after every minute: one cumulative sum for each family along each sum of crossings. It rises while refusals
/// are more than usual, falls back to zero while they are not, and asks for the full search when it is high.
final class Screen {
    private static final float HIGH = 8;

    /// The rise that is watched for.
    private static final double FACTOR = 2;

    private static final double LEAST_RISE = .04;

    private float[] scores = new float[256 * Family.COUNT];
    private int[] raised = new int[256];
    private int[] attempts = new int[256];
    private int[] repeats = new int[256];
    private int[] refused = new int[256 * Family.COUNT];
    private int[] met = new int[256];
    private int[] touched = new int[256];
    private int touchedCount;

    /// What one refusal and what one accepted attempt move the score by, as of `known` of the baseline.
    private float[] up = new float[256 * Family.COUNT];

    private float[] down = new float[256 * Family.COUNT];
    private int[] known = new int[256 * Family.COUNT];

    private void makeRoom(int sums) {
        if (sums > attempts.length) {
            int room = Math.max(sums, attempts.length * 2);
            scores = Arrays.copyOf(scores, room * Family.COUNT);
            up = Arrays.copyOf(up, room * Family.COUNT);
            down = Arrays.copyOf(down, room * Family.COUNT);
            known = Arrays.copyOf(known, room * Family.COUNT);
            refused = Arrays.copyOf(refused, room * Family.COUNT);
            raised = Arrays.copyOf(raised, room);
            attempts = Arrays.copyOf(attempts, room);
            repeats = Arrays.copyOf(repeats, room);
            met = Arrays.copyOf(met, room);
            touched = Arrays.copyOf(touched, room);
        }
    }

    /// The families (a bit each) whose refusals left their baseline, those of known incidents left aside.
    int after(Minutes.Minute minute, Crossings crossings, Baseline baseline, Explained explained) {
        makeRoom(crossings.sums);
        addUp(minute, crossings, explained);
        int high = 0;
        for (int i = 0; i < touchedCount; i++) {
            high |= update(touched[i], crossings, baseline);
        }
        touchedCount = 0;
        return high;
    }

    private void addUp(Minutes.Minute minute, Crossings crossings, Explained explained) {
        int end = Math.min(minute.attempts.length, crossings.count);
        for (int c = 0; c < end; c++) {
            int n = minute.attempts[c];
            if (n > 0) {
                addAttempts(crossings.sumsOf, c * Crossings.SUMS, n, minute.repeatsAt(c));
            }
        }
        var refusals = minute.refusals;
        for (int i = 0; i < refusals.size; i++) {
            var family = refusals.family(i);
            if (!explained.explains(family, refusals.crossing(i))) {
                addRefused(
                        crossings.sumsOf,
                        refusals.crossing(i) * Crossings.SUMS,
                        family.ordinal(),
                        refusals.refused[i]);
            }
        }
    }

    private void addAttempts(int[] sumsOf, int at, int n, int repeated) {
        for (int j = at; j < at + Crossings.SUMS; j++) {
            int sum = sumsOf[j];
            if (sum >= 0) {
                if (attempts[sum] == 0) {
                    touched[touchedCount++] = sum;
                }
                attempts[sum] += n;
                repeats[sum] += repeated;
            }
        }
    }

    private void addRefused(int[] sumsOf, int at, int family, int k) {
        for (int j = at; j < at + Crossings.SUMS; j++) {
            int sum = sumsOf[j];
            if (sum >= 0) {
                refused[sum * Family.COUNT + family] += k;
                met[sum] |= 1 << family;
            }
        }
    }

    private int update(int sum, Crossings crossings, Baseline baseline) {
        int high = 0;
        int families = met[sum] | raised[sum];
        for (int rest = families; rest != 0; rest &= rest - 1) {
            int family = Integer.numberOfTrailingZeros(rest);
            int at = sum * Family.COUNT + family;
            if (known[at] != baseline.version()) {
                weigh(at, baseline.share(crossings, sum, family));
                known[at] = baseline.version();
            }
            int k = refused[at];
            int n = attempts[sum] - (Family.ALL[family].perMessage ? repeats[sum] : 0);
            float score = scores[at] + k * up[at] - (n - k) * down[at];
            scores[at] = Math.max(0, score);
            raised[sum] = score > 0 ? raised[sum] | 1 << family : raised[sum] & ~(1 << family);
            high |= score >= HIGH ? 1 << family : 0;
            refused[at] = 0;
        }
        attempts[sum] = 0;
        repeats[sum] = 0;
        met[sum] = 0;
        return high;
    }

    private void weigh(int at, double usual) {
        double raisedTo = Math.min(.97, Math.max(FACTOR * usual, usual + LEAST_RISE));
        up[at] = (float) Math.log(raisedTo / usual);
        down[at] = (float) ((raisedTo - usual) / (1 - (raisedTo + usual) / 2));
    }

    /// The search found nothing in these families: they must rise anew before it is asked again.
    void calm(int families) {
        for (int rest = families; rest != 0; rest &= rest - 1) {
            int family = Integer.numberOfTrailingZeros(rest);
            for (int at = family; at < scores.length; at += Family.COUNT) {
                scores[at] = Math.min(scores[at], HIGH / 2);
            }
        }
    }
}
