package org.restante.insight.incident;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// One incident while it is followed: what was counted in its scope since the onset, and whether it is over.
final class Track {
    static final long OPEN = Long.MAX_VALUE;

    /// An incident that has ended is watched so long for coming back, and accounts for what windows still hold of it.
    private static final int REMEMBERED = 180;

    private static final int RECENT = 64;
    private static final int LEAST_QUIET = 5;
    private static final int QUIET_ATTEMPTS = 8;

    /// What share of its refusal rate, over what is usual, keeps an incident open, and what brings it back.
    private static final double STILL = .15;

    private static final double AGAIN = .4;
    private static final int[] AGES = {
        1, 2, 3, 4, 6, 8, 10, 12, 14, 17, 20, 25, 30, 40, 50, 60, 75, 90
    };
    private static final int GROUPS = 256;

    final String id;
    final double usual;
    final boolean fromTheStart;
    long openedAt;
    Reach reach;
    private int families;
    double gain;
    double ahead;
    long since;
    long until = OPEN;
    List<Evidence> surroundings = List.of();
    Evidence.@Nullable Before before;
    Evidence.@Nullable VolumeBefore volume;
    @Nullable Incident told;
    private int looks;

    long attempts;
    long refused;
    long fresh;
    long repeats;

    /// Messages refused that are no evidence, and those tried.
    private long refusedBeside;

    private long triedBeside;
    final long[] causes = new long[Cause.values().length];
    final long[] stages = new long[Stage.values().length + 1];
    final double[] symptoms = new double[Symptom.COUNT];
    int firstReply = -1;
    int lastReply = -1;
    final Map<Integer, long[]> replies = new HashMap<>();

    /// Attempts since the onset by crossing, in the scope and out of it; and those refused in its families.
    final Tally attemptsAround = new Tally();

    final Tally refusedAround = new Tally();

    private final CrossingSet members = new CrossingSet();
    private int knownCrossings;
    private boolean countsMessages;
    private long counted = Long.MIN_VALUE;
    private final int[] recentAttempts = new int[RECENT];
    private final int[] recentRefused = new int[RECENT];

    Track(
            String id,
            Finding finding,
            long since,
            long openedAt,
            double usual,
            boolean fromTheStart) {
        this.id = id;
        this.reach = finding.reach();
        this.gain = finding.gain();
        this.ahead = finding.ahead();
        this.since = since;
        this.openedAt = openedAt;
        this.usual = usual;
        this.fromTheStart = fromTheStart;
        add(finding.family());
    }

    boolean isOpen() {
        return until == OPEN;
    }

    boolean isOf(Family family) {
        return (families & 1 << family.ordinal()) != 0;
    }

    /// Whether refusals of this family may belong to it.
    boolean isKinOf(Family family) {
        for (var one : Family.ALL) {
            if (isOf(one) && one.isKinOf(family)) {
                return true;
            }
        }
        return false;
    }

    /// Refusals of this family belong to it too.
    void add(Family family) {
        families |= 1 << family.ordinal();
        countsMessages = true;
        for (var one : Family.ALL) {
            countsMessages &= !isOf(one) || one.perMessage;
        }
    }

    /// Whether its refusals count a message once.
    boolean countsMessages() {
        return countsMessages;
    }

    /// The families, a bit each.
    int families() {
        return families;
    }

    /// The crossings in its scope, those met since it was last asked included.
    CrossingSet members(Crossings crossings) {
        for (; knownCrossings < crossings.count; knownCrossings++) {
            if (reach.holds(crossings, knownCrossings)) {
                members.add(knownCrossings);
            }
        }
        return members;
    }

    /// Messages refused at least once, those whose refusals are no evidence of their own included.
    long messagesRefused() {
        return fresh + refusedBeside;
    }

    long messagesTried() {
        return Math.max(messagesRefused(), attempts - repeats + triedBeside);
    }

    double rate() {
        return attempts == 0 ? 0 : (double) refused / attempts;
    }

    boolean isForgotten(long minute) {
        return !isOpen() && minute - until > REMEMBERED;
    }

    /// Whether its scope is to be looked at again: often while it is young.
    boolean isDue(long minute) {
        if (!isOpen() || looks >= AGES.length || minute - openedAt < AGES[looks]) {
            return false;
        }
        looks++;
        return true;
    }

    /// It comes back, and is as young as a new one: where it is now is looked for again.
    void openAgain(long minute) {
        until = OPEN;
        openedAt = minute;
        looks = 0;
    }

    /// Starts counting anew, from the onset.
    void recount(Reach newReach, Crossings crossings, Minutes minutes, long onset, long now) {
        reach = newReach;
        since = onset;
        knownCrossings = 0;
        members.clear();
        counted = Long.MIN_VALUE;
        attempts = refused = fresh = repeats = 0;
        refusedBeside = triedBeside = 0;
        firstReply = lastReply = -1;
        Arrays.fill(causes, 0);
        Arrays.fill(stages, 0);
        Arrays.fill(symptoms, 0);
        Arrays.fill(recentAttempts, 0);
        Arrays.fill(recentRefused, 0);
        replies.clear();
        attemptsAround.clear();
        refusedAround.clear();
        long byMinute = Math.max(onset, now - Minutes.KEPT + 2);
        addStretches(crossings, minutes, onset, byMinute);
        for (long m = byMinute; m <= now; m++) {
            add(crossings, minutes.at(m), m);
        }
    }

    private void addStretches(Crossings crossings, Minutes minutes, long from, long to) {
        members(crossings);
        for (long s = Math.floorDiv(from, (long) Minutes.STRETCH);
                (s + 1) * Minutes.STRETCH <= to;
                s++) {
            var stretch = minutes.stretch(s);
            if (stretch != null) {
                addStretch(stretch);
            }
        }
    }

    private void addStretch(Minutes.Stretch stretch) {
        attemptsAround.add(stretch.attempts);
        attempts += in(stretch.attempts) - (countsMessages ? in(stretch.repeats) : 0);
        for (var family : Family.ALL) {
            var counts = isOf(family) ? stretch.refused(family) : null;
            if (counts != null) {
                refused += in(counts);
                refusedAround.add(counts);
            }
        }
    }

    /// What was counted in its scope.
    private int in(SparseTally counts) {
        int sum = 0;
        for (int i = 0; i < counts.size; i++) {
            sum += members.holds(counts.met[i]) ? counts.counts[i] : 0;
        }
        return sum;
    }

    /// Counts one more minute; null when nothing happened in it.
    void add(Crossings crossings, Minutes.@Nullable Minute minute, long number) {
        members(crossings);
        int slot = (int) Math.floorMod(number, (long) RECENT);
        recentAttempts[slot] = 0;
        recentRefused[slot] = 0;
        counted = number;
        if (minute == null) {
            return;
        }
        int again = in(minute.repeats);
        recentAttempts[slot] = in(minute.attempts) - (countsMessages ? again : 0);
        repeats += isOpen() && !countsMessages ? again : 0;
        attempts += isOpen() ? recentAttempts[slot] : 0;
        if (isOpen()) {
            attemptsAround.add(minute.attempts);
            if (minute.beside != null) {
                addBeside(minute.beside);
            }
        }
        if (isOpen() || recentAttempts[slot] > 0) {
            addRefusals(minute.refusals, slot);
        }
    }

    private void addBeside(Beside beside) {
        long first = messages(beside.first);
        refusedBeside += first - messages(beside.evident);
        triedBeside += first - in(beside.again);
    }

    private long messages(Refusals refusals) {
        long sum = 0;
        for (int i = 0; i < refusals.size; i++) {
            boolean isInside = isOf(refusals.family(i)) && members.holds(refusals.crossing(i));
            sum += isInside ? refusals.refused[i] : 0;
        }
        return sum;
    }

    private void addRefusals(Refusals refusals, int slot) {
        for (int i = 0; i < refusals.size; i++) {
            if (!isOf(refusals.family(i))) {
                continue;
            }
            if (isOpen()) {
                refusedAround.add(refusals.crossing(i), refusals.refused[i]);
            }
            if (members.holds(refusals.crossing(i))) {
                recentRefused[slot] += refusals.refused[i];
                if (isOpen()) {
                    addRefusal(refusals, i);
                }
            }
        }
    }

    private void addRefusal(Refusals refusals, int i) {
        int k = refusals.refused[i];
        refused += k;
        fresh += refusals.fresh[i];
        var cause = refusals.cause(i);
        var stage = refusals.stage(i);
        causes[cause.ordinal()] += k;
        stages[stage == null ? 0 : stage.ordinal() + 1] += k;
        symptoms[Symptom.of(cause, stage).ordinal()] += k;
        if (firstReply < 0) {
            firstReply = refusals.firstReply[i];
        }
        if (refusals.lastReply[i] >= 0) {
            lastReply = refusals.lastReply[i];
            if (replies.size() < GROUPS || replies.containsKey(lastReply)) {
                replies.computeIfAbsent(lastReply, _ -> new long[1])[0] += k;
            }
        }
    }

    /// One attempt that came after its minute was counted.
    void addLate(int crossing, Crossings crossings, long minute, @Nullable Cause cause) {
        if (!isOpen() || minute < since || minute > counted) {
            return;
        }
        boolean isRefused = cause != null && isOf(Family.of(cause));
        attemptsAround.add(crossing, 1);
        if (isRefused) {
            refusedAround.add(crossing, 1);
        }
        if (members(crossings).holds(crossing)) {
            attempts++;
            if (cause != null && isRefused) {
                refused++;
                causes[cause.ordinal()]++;
            }
        }
    }

    /// Whether the latest minutes with enough traffic to tell are back to what is usual, or nothing came for an hour.
    boolean isOver() {
        return isBelow(STILL);
    }

    /// Whether the latest minutes are clearly bad again, so that it does not come and go with every flicker.
    boolean isBad() {
        return !isBelow(AGAIN);
    }

    private boolean isBelow(double part) {
        double rate = rate();
        long n = 0;
        long k = 0;
        double enough = Math.max(QUIET_ATTEMPTS, 3 / Math.max(rate, .01));
        for (int ago = 0; ago < RECENT - 4; ago++) {
            int slot = (int) Math.floorMod(counted - ago, (long) RECENT);
            n += recentAttempts[slot];
            k += recentRefused[slot];
            if (ago + 1 >= LEAST_QUIET && n >= enough) {
                return k <= n * (usual + part * rate);
            }
        }
        return k == 0;
    }

    /// The minute after the last one that was as bad as the incident.
    long end() {
        double half = (usual + rate()) / 2;
        for (int ago = 0; ago < RECENT - 4; ago++) {
            int slot = (int) Math.floorMod(counted - ago, (long) RECENT);
            if (recentRefused[slot] > 0 && recentRefused[slot] >= half * recentAttempts[slot]) {
                return Math.max(since + 1, counted - ago + 1);
            }
        }
        return Math.max(since + 1, counted - RECENT + 5);
    }

    private double rise() {
        double least = 1;
        for (var family : Family.ALL) {
            least = isOf(family) ? Math.min(least, family.rise()) : least;
        }
        return least;
    }

    /// Whether it has come back: nats for a raised share in the latest minutes, whichever length tells most.
    double comeback(long minute) {
        double best = 0;
        long n = 0;
        long k = 0;
        for (int ago = 0; ago < Math.min(RECENT - 4, minute - until + 1); ago++) {
            int slot = (int) Math.floorMod(counted - ago, (long) RECENT);
            n += recentAttempts[slot];
            k += recentRefused[slot];
            best = Math.max(best, Gain.of(n, k, n * usual, rise()));
        }
        return best;
    }
}
