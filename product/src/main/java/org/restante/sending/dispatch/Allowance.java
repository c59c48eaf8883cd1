package org.restante.sending.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.restante.sending.warmup.Reservation;
import org.restante.sending.warmup.WarmupStanding;

/// What the plan of a source that is being warmed up lets a lane send: a bound above its pace, of bulk mail alone. Guards itself.
public interface Allowance {
    /// How many recipients of bulk mail may leave now, `most` at most; the room is taken until it is told what became of it.
    Reservation reserve(int most);

    /// Room that nothing left by.
    void giveBack(Reservation room);

    /// What came of a transaction, transactional mail's too.
    ///
    /// @param answered recipients that were taken, or refused for good
    /// @param tried recipients in all
    /// @param refusedUs of them, for our pace, address, standing or content
    void settled(Reservation room, int answered, int tried, int refusedUs);

    /// How long until one more may leave; zero when it may.
    Duration nextIn();

    /// Recipients of today's plan that are neither sent nor under way; [Integer#MAX_VALUE] without a plan.
    int left();

    /// How long bulk mail that the plan has no room for waits before it leaves by a warm source of its pool.
    Duration overflowsAfter();

    /// Null where the source is not being warmed up.
    @Nullable WarmupStanding standing();

    /// Of a source that needs no warming up.
    Allowance FREE =
            new Allowance() {
                @Override
                public Reservation reserve(int most) {
                    return Reservation.free(most);
                }

                @Override
                public void giveBack(Reservation room) {}

                @Override
                public void settled(Reservation room, int answered, int tried, int refusedUs) {}

                @Override
                public Duration nextIn() {
                    return Duration.ZERO;
                }

                @Override
                public int left() {
                    return Integer.MAX_VALUE;
                }

                @Override
                public Duration overflowsAfter() {
                    return Duration.ZERO;
                }

                @Override
                public @Nullable WarmupStanding standing() {
                    return null;
                }
            };
}
