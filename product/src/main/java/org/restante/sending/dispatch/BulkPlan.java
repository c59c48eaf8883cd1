package org.restante.sending.dispatch;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.restante.sending.dispatch.Lane.Work;
import org.restante.sending.warmup.Reservation;

/// What the plan of a source that is being warmed up means for a lane: when bulk mail may leave, how much of it, and what the day has no
/// room for. Guarded by the lane's lock, but for what warm sources ask.
final class BulkPlan {
    private final Allowance allowance;
    private final Overflow overflow;

    /// Recipients that wait beyond today's plan.
    private final AtomicLong surplus = new AtomicLong();

    /// Is told of bulk mail that the day has no room for.
    @FunctionalInterface
    interface Overflow {
        Overflow NONE = (plan, bulk) -> {};

        void spill(BulkPlan plan, List<Turns.Ready> bulk);
    }

    BulkPlan(Allowance allowance, Overflow overflow) {
        this.allowance = allowance;
        this.overflow = overflow;
    }

    Allowance allowance() {
        return allowance;
    }

    /// When bulk mail may go; `now` or earlier for at once.
    long due(Turns turns, long now) {
        return turns.hasBulk() ? now + allowance.nextIn().toNanos() : now;
    }

    Reservation reserve(boolean bulkMayGo, int most) {
        return bulkMayGo ? allowance.reserve(most) : Reservation.free(0);
    }

    /// How much of the room is used by what was found; the rest is given back.
    Reservation used(Reservation room, Turns.Found found) {
        var bucket = found.ready().bucket();
        var used = room.of(bucket.isTransactional() ? 0 : found.consignment().recipients());
        allowance.giveBack(room.of(room.recipients() - used.recipients()));
        return used;
    }

    void unused(Reservation room) {
        allowance.giveBack(room);
    }

    /// Looks what waits beyond the day's plan. Of a lane that its receiver has refused nothing is carried by others.
    void look(Turns turns, boolean isRefused) {
        int left = allowance.left();
        boolean mayLeave = left < Integer.MAX_VALUE && !isRefused;
        surplus.set(mayLeave ? Math.max(0, turns.waitingBulk() - left) : 0);
        if (surplus.get() > 0) {
            overflow.spill(this, turns.bulk());
        }
    }

    long surplus() {
        return surplus.get();
    }

    /// Whether a warm source may take from the bucket.
    boolean spills(Bucket bucket) {
        return surplus.get() > 0 && bucket.dueFor().compareTo(allowance.overflowsAfter()) >= 0;
    }

    /// A warm source has taken some.
    void spilt(int recipients) {
        surplus.addAndGet(-recipients);
    }

    /// What came of a transaction; nothing where it was not tried.
    void ended(Work work, List<Settled> settled) {
        int answered = 0;
        int refusedUs = 0;
        for (var one : settled) {
            answered += Blame.isAnswered(one) ? 1 : 0;
            refusedUs += Blame.isOfOurs(one) ? 1 : 0;
        }
        boolean isBulk = !work.bucket().isTransactional();
        allowance.settled(work.room(), isBulk ? answered : 0, settled.size(), refusedUs);
    }
}
