package org.restante.sending.warmup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.sending.warmup.Step.Kind;

/// The warming up of one source at one receiver. A day (UTC) has its plan; room of it is given to mail before it leaves and given
/// back when it does not arrive, so never more than the plan is taken by the receiver. Guards itself.
public final class Warmup {
    /// What may leave with the day's first mail.
    private static final Duration AT_ONCE = Duration.ofMinutes(5);

    private static final Duration SHORTEST_SPREAD = Duration.ofHours(1);

    /// A source that has sent nothing for so long is as good as new.
    private static final int FORGOTTEN_AFTER_DAYS = 30;

    private static final int MOST_HISTORY = 60;

    private final Deque<Turned> history = new ArrayDeque<>();
    private final List<Turned> untold = new ArrayList<>();
    private WarmupPolicy policy;
    private int day;
    private LocalDate date;
    private int used;
    private int reserved;
    private int attempts;
    private int refused;
    private @Nullable Instant first;
    private @Nullable Complaints complaints;
    private LocalDate lastUsed;
    private boolean isOver;

    public Warmup(WarmupPolicy policy, WarmupState state) {
        this.policy = policy;
        day = Math.clamp(state.day(), 1, policy.plan().days());
        date = state.date();
        used = state.used();
        attempts = state.attempts();
        refused = state.refused();
        first = state.first();
        complaints = state.complaints();
        lastUsed = state.lastUsed();
        isOver = state.isOver();
        history.addAll(state.history());
    }

    /// From now on it goes by this; in a shorter plan it stands at the last day at most.
    public synchronized void use(WarmupPolicy other) {
        policy = other;
        day = Math.min(day, other.plan().days());
    }

    public synchronized WarmupPolicy policy() {
        return policy;
    }

    public synchronized boolean isOver() {
        return isOver;
    }

    /// Room for some recipients, or fewer, or none; who gets it says what became of it: [#giveBack], [#settled].
    public synchronized Reservation reserve(int most, Instant now) {
        turn(now);
        if (isOver) {
            return Reservation.free(most);
        }
        int given = Math.clamp((long) allowed(now) - used - reserved, 0, most);
        if (given > 0 && first == null) {
            first = now;
        }
        reserved += given;
        return new Reservation(given, date.toEpochDay());
    }

    /// It was not needed.
    public synchronized void giveBack(Reservation room) {
        if (room.day() == date.toEpochDay()) {
            reserved -= room.recipients();
        }
    }

    /// What came of mail that was under way.
    ///
    /// @param answered of its recipients, those the receiver took or refused for good; room for the others is given back
    /// @param tried recipients in all
    /// @param refusedUs of them, for reasons of ours
    public synchronized void settled(
            Reservation room, int answered, int tried, int refusedUs, Instant now) {
        turn(now);
        attempts += tried;
        refused += refusedUs;
        if (tried > 0) {
            lastUsed = date;
        }
        if (room.day() == date.toEpochDay()) {
            reserved -= room.recipients();
            used += answered;
        } else if (room.day() > 0 && !history.isEmpty()) {
            var last = history.removeLast();
            history.addLast(new Turned(last.count().andUsed(answered), last.step()));
        }
    }

    /// Recipients of the day's plan that are neither used nor under way.
    public synchronized int left(Instant now) {
        turn(now);
        return isOver
                ? Integer.MAX_VALUE
                : Math.max(0, policy.plan().volume(day) - used - reserved);
    }

    /// How long until there is room for one more; zero when there is.
    public synchronized Duration nextIn(Instant now) {
        turn(now);
        int next = used + reserved + 1;
        if (isOver || next <= allowed(now)) {
            return Duration.ZERO;
        }
        var midnight = midnight();
        int planned = policy.plan().volume(day);
        var at = midnight;
        if (next <= planned) {
            double share = (next - 1.0) / planned;
            long millis = (long) Math.ceil(share * spread(now).toMillis());
            at = begun(now).plusMillis(millis).minus(AT_ONCE);
        }
        var until = Duration.between(now, at.isBefore(midnight) ? at : midnight);
        return until.toMillis() < 1 ? Duration.ofMillis(1) : until;
    }

    private int allowed(Instant now) {
        int planned = policy.plan().volume(day);
        double passed = Duration.between(begun(now), now).plus(AT_ONCE).toMillis();
        return (int) Math.min(planned, 1 + (long) (planned * (passed / spread(now).toMillis())));
    }

    private Instant begun(Instant now) {
        return first == null ? now : first;
    }

    /// No longer than is left of the day.
    private Duration spread(Instant now) {
        var left = Duration.between(begun(now), midnight());
        var spread = policy.spread().compareTo(left) < 0 ? policy.spread() : left;
        return spread.compareTo(SHORTEST_SPREAD) < 0 ? SHORTEST_SPREAD : spread;
    }

    private Instant midnight() {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// Goes on to today when another day has begun. A clock that is set back changes nothing.
    public synchronized void turn(Instant now) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.isAfter(date)) {
            return;
        }
        var count = count(midnight());
        if (!isOver && !count.isIdle()) {
            take(new Turned(count, Judgement.after(count, policy)));
        } else if (!isOver && day > 1 && !today.isBefore(lastUsed.plusDays(FORGOTTEN_AFTER_DAYS))) {
            take(
                    new Turned(
                            count,
                            new Step(
                                    Kind.BEGAN_AGAIN,
                                    1,
                                    "no mail since "
                                            + lastUsed
                                            + "; receivers forget a source in "
                                            + FORGOTTEN_AFTER_DAYS
                                            + " days")));
        }
        date = today;
        used = 0;
        reserved = 0;
        attempts = 0;
        refused = 0;
        first = null;
    }

    private void take(Turned turned) {
        day = turned.step().day();
        isOver = turned.step().kind() == Kind.ENDED;
        history.addLast(turned);
        untold.add(turned);
        while (history.size() > MOST_HISTORY) {
            history.removeFirst();
        }
    }

    private DayCount count(Instant at) {
        var known = complaints != null && complaints.isGoodAt(at) ? complaints : null;
        return new DayCount(date, day, policy.plan().volume(day), used, attempts, refused, known);
    }

    /// Days that are over and were not told of yet.
    public synchronized List<Turned> untold() {
        var all = List.copyOf(untold);
        untold.clear();
        return all;
    }

    /// A person puts it on another day of its plan; the day's mail so far counts.
    public synchronized void set(int other) {
        if (other < 1 || other > policy.plan().days()) {
            throw new IllegalArgumentException(
                    "the plan "
                            + policy.plan().name()
                            + " has the days 1 to "
                            + policy.plan().days());
        }
        day = other;
        isOver = false;
    }

    /// A person calls the source warm.
    public synchronized void end() {
        isOver = true;
    }

    /// Somebody knows how many complained.
    public synchronized void heard(Complaints latest) {
        complaints = latest;
    }

    public synchronized WarmupStanding standing(Instant now) {
        turn(now);
        int room = Math.max(0, isOver ? Integer.MAX_VALUE : allowed(now) - used - reserved);
        return new WarmupStanding(
                policy.plan().name(),
                count(now),
                policy.plan().days(),
                reserved,
                room,
                nextIn(now),
                isOver,
                complaints,
                List.copyOf(history));
    }

    public synchronized WarmupState save(Instant now) {
        turn(now);
        return new WarmupState(
                day,
                date,
                used,
                attempts,
                refused,
                first,
                complaints,
                lastUsed,
                isOver,
                List.copyOf(history));
    }
}
