package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Decision;
import org.restante.sending.pacing.OrderedPace;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.Refused;
import org.restante.sending.pacing.Whom;
import org.restante.sending.routing.Source;
import org.restante.sending.warmup.Reservation;

/// A receiver's site seen from one source: the buckets that have due mail for it, its pace, and how many sessions stand. All of it
/// is guarded by the lane's lock.
final class Lane {
    /// How often it is counted what waits, in nanoseconds.
    private static final long COUNTS_EACH = Duration.ofSeconds(1).toNanos();

    /// Plans change without a word to their lanes: how often a lane that waits for one looks.
    private static final long LOOKS_EACH = Duration.ofSeconds(10).toNanos();

    /// What a session does next.
    ///
    /// @param way of the bucket's domain when it was found
    /// @param startedAt by the ticker
    /// @param room of the plan of a source that is being warmed up; none for transactional mail
    record Work(
            Bucket bucket,
            Way.Open way,
            Consignment consignment,
            Reservation room,
            long startedAt) {}

    final String site;
    final Source source;
    final @Nullable String provider;
    private final OrderedPace pace;
    private final BulkPlan plan;
    private final LongSupplier ticker;
    private final LaneRecord record;
    private final Hops hops;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Turns turns;
    private final Suspects suspects = new Suspects();
    private int sessions;
    private int idle;
    private int opening;
    private int standing;
    private long counted = Long.MIN_VALUE;
    private boolean stopped;

    /// Another is, or will be, in its place.
    private boolean ended;

    /// When it was used last, by the ticker.
    private long used;

    private boolean isRefused;
    private volatile @Nullable LastWord lastWord;

    Lane(
            String site,
            Source source,
            @Nullable String provider,
            Pace pace,
            BulkPlan plan,
            SiteHolds holds,
            Hops hops,
            LongSupplier ticker) {
        turns = new Turns(site, holds);
        this.site = site;
        this.source = source;
        this.provider = provider;
        this.pace = new OrderedPace(pace);
        this.plan = plan;
        this.hops = hops;
        this.ticker = ticker;
        record = new LaneRecord(site, source);
        used = ticker.getAsLong();
    }

    /// What a lane makes of a bucket with due mail.
    enum Ready {
        /// Another session shall begin; it counts from now on.
        BEGINS,
        WAITS,
        /// Nothing: another lane is in its place.
        ENDED
    }

    /// A bucket has due mail.
    Ready ready(Bucket bucket, Way.Open way) {
        lock.lock();
        try {
            if (ended) {
                return Ready.ENDED;
            }
            used = ticker.getAsLong();
            turns.add(bucket, way);
            changed.signal();
            return idle == 0 && begins() ? Ready.BEGINS : Ready.WAITS;
        } finally {
            lock.unlock();
        }
    }

    /// For how long nobody has used it, in nanoseconds; below 0 while somebody does.
    long idle(long now) {
        lock.lock();
        try {
            return isInUse() ? -1 : Math.max(0, now - used);
        } finally {
            lock.unlock();
        }
    }

    private boolean isInUse() {
        return sessions > 0 || opening > 0 || standing > 0 || turns.buckets() > 0;
    }

    /// Whether it is of interest to people although nobody uses it: it is closed, or has met a limit.
    boolean isWorthShowing(long now) {
        lock.lock();
        try {
            var belief = pace.belief(now);
            return pace.closedUntil() != Long.MIN_VALUE
                    || record.lastRefusal(now) != null
                    || belief != null
                            && (belief.refusals() > 0
                                    || belief.quotaMessages() > 0
                                    || Double.isFinite(belief.refused())
                                    || Double.isFinite(belief.connectsPerMinute()));
        } finally {
            lock.unlock();
        }
    }

    /// Ends it, unless somebody uses it.
    boolean ends() {
        lock.lock();
        try {
            ended = !isInUse();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Its pace without what people have ordered.
    Pace pace() {
        lock.lock();
        try {
            return pace.learning();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a further session is worth it; it counts from now on.
    boolean wantsAnother() {
        lock.lock();
        try {
            return idle == 0 && turns.hasAny() && begins();
        } finally {
            lock.unlock();
        }
    }

    private boolean begins() {
        long now = ticker.getAsLong();
        if (stopped || sessions >= pace.connections(now)) {
            return false;
        }
        sessions++;
        return true;
    }

    /// A session ended by a bug of ours.
    void lost() {
        lock.lock();
        try {
            sessions--;
            used = ticker.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /// The next message to send, when the pace lets it go; empty when there is none within `patience`. A session without a
    /// connection has all the time its lane asks for; when it gets nothing it has ended and counts no more.
    Optional<Work> next(boolean isConnected, long patienceNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long deadline = ticker.getAsLong() + (isConnected ? patienceNanos : 0);
            while (!stopped) {
                long now = ticker.getAsLong();
                boolean isOneTooMany = sessions > pace.connections(now);
                long released = turns.release(now);
                count(now);
                long connects = isConnected ? Long.MIN_VALUE : pace.connectDue(now);
                long first = Math.max(connects, due(true, now));
                long planned = plan.due(turns, now);
                long bulk = Math.max(planned, Math.max(connects, due(false, now)));
                long due = Math.min(first, bulk);
                if (due <= now && !isOneTooMany) {
                    var work = take(bulk <= now, now);
                    if (work.isPresent()) {
                        pace.started(work.get().bucket().isTransactional(), now);
                        return work;
                    }
                    continue;
                }
                long next = Math.min(due, released);
                boolean keepsWatch = !isConnected && sessions == 1 && next != Long.MAX_VALUE;
                long until = keepsWatch ? next : Math.min(next, deadline);
                until = planned > now ? Math.min(until, now + LOOKS_EACH) : until;
                if (isOneTooMany || until <= now) {
                    break;
                }
                await(until - now);
            }
            if (!isConnected) {
                sessions--;
                used = ticker.getAsLong();
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) throws InterruptedException {
        idle++;
        try {
            changed.await(nanos, TimeUnit.NANOSECONDS);
        } finally {
            idle--;
        }
    }

    /// Transactional mail goes ahead of its time, but not of messages that are to go before all others.
    private long due(boolean isTransactional, long now) {
        boolean isThere = isTransactional ? turns.hasTransactional() : turns.hasBulk();
        boolean isAhead = isTransactional && !suspects.putsKnownFirst(isClosed());
        return isThere ? pace.due(isAhead, now) : Long.MAX_VALUE;
    }

    private void count(long now) {
        if (counted == Long.MIN_VALUE || now - counted >= COUNTS_EACH) {
            counted = now;
            pace.waiting(turns.waiting());
            plan.look(turns, isRefused);
        }
    }

    private Optional<Work> take(boolean bulkMayGo, long now) {
        int most = pace.recipientsPerMessage();
        var room = plan.reserve(bulkMayGo, most);
        boolean hasRoom = room.recipients() > 0;
        var found =
                turns.take(most, room.recipients(), suspects.preference(isClosed()), hasRoom, now);
        if (found.isEmpty()) {
            plan.unused(room);
        }
        return found.map(it ->
                new Work(
                        it.ready().bucket(),
                        it.ready().way(),
                        it.consignment(),
                        plan.used(room, it),
                        now));
    }

    private boolean isClosed() {
        return pace.closedUntil() != Long.MIN_VALUE;
    }

    /// What came of a transaction; nothing where it was not tried.
    void ended(Work work, List<Settled> settled) {
        plan.ended(work, settled);
    }

    /// A connection is being opened.
    void connecting() {
        lock.lock();
        try {
            opening++;
            pace.connecting(ticker.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /// A connection stands.
    void opened() {
        lock.lock();
        try {
            opening--;
            standing++;
            pace.opened(standing, ticker.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /// One that was being opened does not stand.
    void notOpened() {
        lock.lock();
        try {
            opening--;
        } finally {
            lock.unlock();
        }
    }

    /// One that stood is no more.
    void closed() {
        lock.lock();
        try {
            standing--;
        } finally {
            lock.unlock();
        }
    }

    /// What its pace has learnt is forgotten: it begins again with a fresh one.
    void forget(Pace fresh) {
        lock.lock();
        try {
            pace.replace(fresh);
            isRefused = false;
            counted = Long.MIN_VALUE;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What of these orders concerns it counts from now on.
    void order(List<LaneOrder> orders) {
        lock.lock();
        try {
            boolean isPaused = false;
            var connections = OptionalInt.empty();
            var messagesPerHour = OptionalInt.empty();
            for (var order : orders) {
                if (order.concerns(site, source.name(), provider)) {
                    isPaused |= order.isPause();
                    connections = LaneOrder.least(connections, order.connections());
                    messagesPerHour = LaneOrder.least(messagesPerHour, order.messagesPerHour());
                }
            }
            pace.order(isPaused, connections, messagesPerHour);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int messagesPerConnection() {
        return pace.messagesPerConnection();
    }

    /// Nothing left after all: who waited for it is done, held or elsewhere.
    void withdrawn(long startedAt) {
        lock.lock();
        try {
            pace.withdrawn(startedAt, ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// What keeps its mail waiting; null when nothing does.
    @Nullable LastWord lastWord() {
        return lastWord;
    }

    void heard(LastWord word) {
        lastWord = word;
    }

    /// What came of recipients that were tried.
    void count(List<Settled> settled) {
        record.count(settled);
    }

    void passed(UUID message, boolean wasTaken, long startedAt) {
        lastWord = null;
        Decision step;
        lock.lock();
        try {
            suspects.passed(message);
            isRefused = false;
            pace.passed(wasTaken, startedAt, ticker.getAsLong());
            step = record.news(pace.latest());
            changed.signal();
        } finally {
            lock.unlock();
        }
        tell(step);
    }

    private void tell(@Nullable Decision step) {
        if (step != null && pace.acts()) {
            var ago = Duration.ofNanos(Math.max(0, ticker.getAsLong() - step.at()));
            hops.steps(site, provider, source, step, ago);
        }
    }

    void broke(long startedAt) {
        lock.lock();
        try {
            pace.broke(startedAt, ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// No host of the site can be spoken with: half-open, without a word of the receiver's.
    void unreachable() {
        Decision step;
        lock.lock();
        try {
            pace.unreachable(ticker.getAsLong());
            step = record.news(pace.latest());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tell(step);
    }

    /// Whether the site has refused it and nothing has passed since, nor is it time for a canary.
    boolean isRefused() {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            return isRefused && pace.due(false, now) > now;
        } finally {
            lock.unlock();
        }
    }

    /// Those of its buckets that another source may carry, by its operator's leave, taken out.
    List<Bucket> handOver() {
        lock.lock();
        try {
            return turns.handOver();
        } finally {
            lock.unlock();
        }
    }

    /// The receiver refused the lane, or refused without a reason.
    ///
    /// @param atGreeting in place of a greeting
    /// @param carried messages the connection had carried before
    /// @return of whom it speaks
    Whom refused(
            UUID message,
            Verdict verdict,
            String text,
            boolean atGreeting,
            int carried,
            long startedAt) {
        Whom whom;
        Decision step;
        lock.lock();
        try {
            long now = ticker.getAsLong();
            // What is said before any mail is of none, however often one and the same was next.
            if (!atGreeting && !Blame.isOfConnections(verdict) && suspects.isProven(message)) {
                suspects.convict(message);
                pace.mistaken(startedAt, now);
                changed.signalAll();
                return Whom.MESSAGE;
            }
            boolean wasCanary = pace.isCanary(startedAt);
            whom =
                    pace.refused(
                            new Refused(
                                    verdict,
                                    atGreeting,
                                    standing,
                                    opening,
                                    carried,
                                    suspects.isStranger(message),
                                    startedAt),
                            now);
            if (whom == Whom.LANE) {
                suspects.refused(message, wasCanary, verdict.cause() == Cause.OTHER_TEMPORARY);
                isRefused = true;
            }
            step = record.news(pace.latest());
            if (whom != Whom.MESSAGE) {
                record.refused(verdict, text, now);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tell(step);
        return whom;
    }

    /// The receiver ended a connection that had carried so many messages, before it heard of the next.
    void connectionEnded(Verdict verdict, int carried) {
        Decision step;
        lock.lock();
        try {
            pace.connectionEnded(verdict, carried, ticker.getAsLong());
            step = record.news(pace.latest());
        } finally {
            lock.unlock();
        }
        tell(step);
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The clock has moved otherwise than this machine's: whoever waits looks at it anew.
    void lookAtTheClock() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How it stands, for people.
    LaneStanding standing() {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            long closed = pace.closedUntil();
            long left = closed == Long.MIN_VALUE ? 0 : Math.max(0, closed - now);
            return new LaneStanding(
                    site,
                    source.name(),
                    provider,
                    sessions,
                    pace.connections(now),
                    turns.buckets(),
                    pace.isPaused(),
                    closed != Long.MIN_VALUE,
                    Duration.ofNanos(left),
                    record.lastRefusal(now),
                    record.counts(),
                    pace.belief(now),
                    LaneRecord.step(pace.latest(), now),
                    plan.allowance().standing(),
                    turns.aside(now));
        } finally {
            lock.unlock();
        }
    }
}
