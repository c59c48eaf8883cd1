package org.restante.app.warmup;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.restante.sending.dispatch.Allowance;
import org.restante.sending.warmup.Reservation;
import org.restante.sending.warmup.Warmup;
import org.restante.sending.warmup.WarmupStanding;

/// What a lane may send by the plan of its source at its receiver; asks anew when plans begin or end.
final class WarmingLane implements Allowance {
    private record Known(long version, @Nullable Warmup warmup) {}

    private final Warmups all;
    private final Warmups.Key key;
    private final InstantSource clock;
    private volatile Known known = new Known(-1, null);

    WarmingLane(Warmups all, Warmups.Key key, InstantSource clock) {
        this.all = all;
        this.key = key;
        this.clock = clock;
    }

    /// Null where nothing bounds.
    private @Nullable Warmup warmup() {
        long version = all.version();
        var latest = known;
        if (latest.version() != version) {
            latest = new Known(version, all.inForce(key));
            known = latest;
        }
        var warmup = latest.warmup();
        return warmup == null || warmup.isOver() ? null : warmup;
    }

    @Override
    public Reservation reserve(int most) {
        var warmup = warmup();
        return warmup == null ? Reservation.free(most) : warmup.reserve(most, clock.instant());
    }

    @Override
    public void giveBack(Reservation room) {
        var warmup = known.warmup();
        if (warmup != null) {
            warmup.giveBack(room);
        }
    }

    @Override
    public void settled(Reservation room, int answered, int tried, int refusedUs) {
        var warmup = known.warmup();
        if (warmup != null) {
            warmup.settled(room, answered, tried, refusedUs, clock.instant());
        }
    }

    @Override
    public Duration nextIn() {
        var warmup = warmup();
        return warmup == null ? Duration.ZERO : warmup.nextIn(clock.instant());
    }

    @Override
    public int left() {
        var warmup = warmup();
        return warmup == null ? Integer.MAX_VALUE : warmup.left(clock.instant());
    }

    @Override
    public Duration overflowsAfter() {
        var warmup = warmup();
        if (warmup == null) {
            return Duration.ZERO;
        }
        var policy = warmup.policy();
        return switch (policy.whenFull()) {
            case OVERFLOW -> Duration.ZERO;
            case WAIT -> policy.waitAtMost();
        };
    }

    @Override
    public @Nullable WarmupStanding standing() {
        var warmup = warmup();
        return warmup == null ? null : warmup.standing(clock.instant());
    }
}
