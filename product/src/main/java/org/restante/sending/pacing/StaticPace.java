package org.restante.sending.pacing;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;

/// A pace by fixed limits. A refusal closes the lane half-open: after a pause one canary leaves, and pauses double until one
/// passes. "Too many connections" lowers their number and closes only a lane that has no other.
///
/// ```text
/// open --refused--> closed until t --t passes, canary leaves--> waiting for it
///   ^                                                             |      |
///   +------------------------ passed -----------------------------+      |
///          closed, the pause doubled  <--------- refused ----------------+
/// ```
public final class StaticPace implements Pace {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    /// A host that is down tells nothing of us: it is tried sooner, and never left alone for half an hour.
    private static final Duration FIRST_OUTAGE = Duration.ofSeconds(15);

    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(5);
    private static final int FIRST_CONNECTIONS = 5;
    private static final int MOST_CONNECTIONS = 50;
    private static final int CLEAN_FOR_ONE_MORE = 100;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Supplier<LaneLimits> inForce;
    private LaneLimits limits;
    private long interval;
    private long next = Long.MIN_VALUE;
    private long closedUntil = Long.MIN_VALUE;
    private long pause = FIRST_PAUSE.toNanos();
    private long outage = FIRST_OUTAGE.toNanos();
    private boolean isClosed;
    private boolean canaryIsOut;
    private int connections;
    private int clean;

    public StaticPace(LaneLimits limits) {
        this(() -> limits);
    }

    /// A pace by limits that may change: what was learnt stays but where a limit says otherwise.
    ///
    /// @param inForce the limits of now; asked often
    public StaticPace(Supplier<LaneLimits> inForce) {
        this.inForce = inForce;
        limits = inForce.get();
        interval = interval(limits);
        connections = limits.connections().orElse(FIRST_CONNECTIONS);
    }

    private static long interval(LaneLimits limits) {
        return limits.messagesPerHour().isPresent()
                ? HOUR / limits.messagesPerHour().getAsInt()
                : 0;
    }

    private void heed(long now) {
        var latest = inForce.get();
        if (latest.equals(limits)) {
            return;
        }
        if (!latest.connections().equals(limits.connections())) {
            connections = latest.connections().orElse(FIRST_CONNECTIONS);
        }
        long before = interval;
        interval = interval(latest);
        if (interval < before) {
            next = Math.min(next, now + interval);
        }
        limits = latest;
    }

    @Override
    public void waiting(long messages) {}

    @Override
    public long connectDue(long now) {
        return Long.MIN_VALUE;
    }

    @Override
    public void connecting(long now) {}

    @Override
    public void opened(int standing, long now) {}

    @Override
    public @Nullable Belief belief(long now) {
        return null;
    }

    @Override
    public @Nullable Decision latest() {
        return null;
    }

    @Override
    public long due(boolean isTransactional, long now) {
        heed(now);
        if (isClosed) {
            return canaryIsOut ? Long.MAX_VALUE : closedUntil;
        }
        return next;
    }

    @Override
    public void started(boolean isTransactional, long now) {
        if (isClosed) {
            canaryIsOut = true;
        }
        if (interval > 0) {
            next = Math.max(next, now) + interval;
        }
    }

    @Override
    public void withdrawn(long startedAt, long now) {
        canaryIsOut = false;
        if (interval > 0) {
            next -= interval;
        }
    }

    @Override
    public void passed(boolean wasTaken, long startedAt, long now) {
        if (isClosed && canaryIsOut) {
            isClosed = false;
            pause = FIRST_PAUSE.toNanos();
            outage = FIRST_OUTAGE.toNanos();
        }
        canaryIsOut = false;
        if (++clean >= CLEAN_FOR_ONE_MORE && limits.connections().isEmpty()) {
            clean = 0;
            connections = Math.min(connections + 1, MOST_CONNECTIONS);
        }
    }

    @Override
    public void broke(long startedAt, long now) {
        canaryIsOut = false;
        if (isClosed) {
            closedUntil = now + pause;
        }
    }

    @Override
    public void unreachable(long now) {
        boolean wasCanary = isClosed && canaryIsOut;
        canaryIsOut = false;
        if (isClosed && !wasCanary) {
            return;
        }
        if (wasCanary) {
            outage = Math.min(outage * 2, LONGEST_OUTAGE.toNanos());
        }
        isClosed = true;
        closedUntil = now + outage;
    }

    @Override
    public Whom refused(Refused refused, long now) {
        var verdict = refused.verdict();
        int standing = refused.standing() + (refused.atGreeting() ? 1 : 0);
        clean = 0;
        boolean wasCanary = isClosed && canaryIsOut;
        canaryIsOut = false;
        if (isClosed && !wasCanary) {
            return Whom.LANE;
        }
        if (verdict.cause() == Cause.OTHER_TEMPORARY && !wasCanary && !refused.atGreeting()) {
            return Whom.MESSAGE;
        }
        if (verdict.cause() == Cause.CONNECTIONS && standing > 1) {
            connections = Math.max(1, Math.min(connections, standing - 1));
            return Whom.CONNECTION;
        }
        if (wasCanary) {
            pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
        }
        isClosed = true;
        closedUntil = now + Math.max(pause, asked(verdict));
        return Whom.LANE;
    }

    private static long asked(Verdict verdict) {
        long hint = verdict.retryAfter() == null ? 0 : verdict.retryAfter().toNanos();
        long floor = verdict.minimumPause() == null ? 0 : verdict.minimumPause().toNanos();
        return Math.max(hint, floor);
    }

    @Override
    public void mistaken(long startedAt, long now) {
        broke(startedAt, now);
    }

    @Override
    public int connections(long now) {
        heed(now);
        return isClosed ? 1 : connections;
    }

    @Override
    public int messagesPerConnection() {
        return limits.messagesPerConnection();
    }

    @Override
    public int recipientsPerMessage() {
        return limits.recipientsPerMessage();
    }

    @Override
    public long closedUntil() {
        return isClosed ? closedUntil : Long.MIN_VALUE;
    }
}
