package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;

/// When an incident began, and how much was sent before.
final class Onset {
    private static final int BACK = 60;

    /// Stretches that are looked back for what began before that.
    private static final int STRETCHES_BACK = Minutes.STRETCHES - 2;

    /// Nats for refusals before what seems to be the first minute of it: where little is sent, a minute without a refusal says little.
    private static final double SURE_BEFORE = 5;

    private static final double LEAST_USUAL = .002;
    private static final int SHORTLY = 15;

    private final Crossings crossings;
    private final Minutes minutes;

    Onset(Crossings crossings, Minutes minutes) {
        this.crossings = crossings;
        this.minutes = minutes;
    }

    /// What is asked about: where, when, and what would be usual there.
    ///
    /// @param first the first minute of the log
    private record Question(Family family, CrossingSet where, long first, long now, double usual) {}

    /// The minute from which the raised share explains the refusals best, looking backwards.
    long of(Finding finding, double usualThere, long first, long now) {
        double usual = Math.max(LEAST_USUAL, usualThere);
        var asked =
                new Question(
                        finding.family(), finding.reach().members(crossings), first, now, usual);
        double rate = finding.refused() / Math.max(1, finding.attempts());
        // the window it was found in may reach back before it began, and so dilute its share
        long onset = of(asked, share(asked, of(asked, rate)));
        return longAgo(asked, onset, rate);
    }

    private static double raised(double rate, double usual) {
        return Math.min(.98, Math.max(rate, 1.5 * usual));
    }

    private long of(Question asked, double rate) {
        double raised = raised(rate, asked.usual);
        double each = Math.log(raised / asked.usual);
        double other = Math.log((1 - raised) / (1 - asked.usual));
        double sum = 0;
        double best = 0;
        long onset = asked.now;
        for (long m = asked.now; m > asked.now - BACK && m >= asked.first; m--) {
            var at = minutes.at(m);
            if (at != null) {
                int k = refused(at, asked);
                sum += k * each + (in(at.attempts, asked.where) - k) * other;
                if (k > 0 && sum >= best) {
                    best = sum;
                    onset = m;
                }
            }
        }
        return onset;
    }

    private double share(Question asked, long from) {
        double n = 0;
        double k = 0;
        for (long m = from; m <= asked.now; m++) {
            var at = minutes.at(m);
            if (at != null) {
                n += in(at.attempts, asked.where);
                k += refused(at, asked);
            }
        }
        return k / Math.max(1, n);
    }

    private long longAgo(Question asked, long onset, double rate) {
        double raised = raised(rate, asked.usual);
        double each = Math.log(raised / asked.usual);
        double other = Math.log((1 - raised) / (1 - asked.usual));
        double sum = 0;
        double best = onset > asked.now - BACK + 3 ? SURE_BEFORE : 0;
        long earliest = onset;
        long last = Math.floorDiv(onset, (long) Minutes.STRETCH) - 1;
        for (long s = last; s > last - STRETCHES_BACK; s--) {
            var stretch = minutes.stretch(s);
            if (stretch == null) {
                continue;
            }
            var counts = stretch.refused(asked.family);
            int k = counts == null ? 0 : in(counts, asked.where);
            sum += k * each + (in(stretch.attempts, asked.where) - k) * other;
            if (sum > best) {
                best = sum;
                earliest = Math.max(asked.first, s * Minutes.STRETCH);
            }
        }
        return earliest;
    }

    private static int refused(Minutes.Minute at, Question asked) {
        int k = 0;
        for (int i = 0; i < at.refusals.size; i++) {
            if (at.refusals.family(i) == asked.family
                    && asked.where.holds(at.refusals.crossing(i))) {
                k += at.refusals.refused[i];
            }
        }
        return k;
    }

    private static int in(SparseTally counts, CrossingSet where) {
        int n = 0;
        for (int i = 0; i < counts.size; i++) {
            n += where.holds(counts.met[i]) ? counts.counts[i] : 0;
        }
        return n;
    }

    /// What was counted in an incident's scope in the hours before it, as far back as minutes are kept.
    Evidence.Before before(Track track, long first, long now) {
        var where = track.members(crossings);
        long begin = Math.max(first, now - Minutes.KEPT + 2);
        long attempts = 0;
        long refused = 0;
        for (long m = begin; m < track.since; m++) {
            var at = minutes.at(m);
            if (at != null) {
                attempts +=
                        in(at.attempts, where)
                                - (track.countsMessages() ? in(at.repeats, where) : 0);
                refused += refused(at, track, where);
            }
        }
        long last = Math.floorDiv(Math.min(begin, track.since), (long) Minutes.STRETCH) - 1;
        for (long s = last; s > last - Minutes.STRETCHES; s--) {
            var stretch = minutes.stretch(s);
            if (stretch != null) {
                attempts +=
                        in(stretch.attempts, where)
                                - (track.countsMessages() ? in(stretch.repeats, where) : 0);
                for (var family : Family.ALL) {
                    var counts = track.isOf(family) ? stretch.refused(family) : null;
                    refused += counts == null ? 0 : in(counts, where);
                }
            }
        }
        return new Evidence.Before(refused, attempts);
    }

    private static int refused(Minutes.Minute at, Track track, CrossingSet where) {
        int k = 0;
        for (int i = 0; i < at.refusals.size; i++) {
            if (track.isOf(at.refusals.family(i)) && where.holds(at.refusals.crossing(i))) {
                k += at.refusals.refused[i];
            }
        }
        return k;
    }

    /// Attempts a minute before the onset; null where the log does not go back far enough.
    Evidence.@Nullable VolumeBefore volume(CrossingSet where, long onset, long first) {
        double shortly = 0;
        double before = 0;
        int minutesBefore = 0;
        for (int ago = 1; ago <= BACK && onset - ago >= first; ago++) {
            var at = minutes.at(onset - ago);
            int n = at == null ? 0 : in(at.attempts, where);
            shortly += ago <= SHORTLY ? n : 0;
            before += ago > SHORTLY ? n : 0;
            minutesBefore += ago > SHORTLY ? 1 : 0;
        }
        return minutesBefore < SHORTLY
                ? null
                : new Evidence.VolumeBefore(shortly / SHORTLY, before / minutesBefore);
    }
}
