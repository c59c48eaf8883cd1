package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// Postfix as it comes (SCHEDULER_README, postconf(5)): five connections at first and twenty at most, one more for a delivery that was
/// answered and one less for a connection that failed; a cohort of failures makes the destination dead for five minutes. A message
/// waits as long as it is old, between 300 and 4,000 s, and for the next scan of the queue. It has no rate.
final class PostfixDefault extends Baseline {
    private static final int FIRST = 5;
    private static final int MOST = 20;
    private static final long LEAST_BACKOFF = 300 * Spans.SECOND;
    private static final long MOST_BACKOFF = 4000 * Spans.SECOND;
    private static final long QUEUE_RUN = 300 * Spans.SECOND;

    /// smtp_mx_address_limit and smtp_mx_session_limit: further tries in one delivery.
    private static final int ADDRESSES = 4;

    private static final int SESSIONS = 1;

    /// What is known of one destination.
    private static final class Destination {
        int window = FIRST;
        double failedCohort;
        long deadUntil;
        int tries;
    }

    private final PerLane<Destination> destinations = new PerLane<>(Destination::new);

    PostfixDefault(World world) {
        super(world);
    }

    @Override
    public int connections(Lane lane) {
        return destinations.of(lane).window;
    }

    @Override
    public long connectAt(Lane lane) {
        return destinations.of(lane).deadUntil;
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        return destinations.of(lane).deadUntil;
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        var destination = destinations.of(lane);
        if (now() < destination.deadUntil) {
            return true;
        }
        destination.tries++;
        if (destination.tries <= (answer.isSilence() ? ADDRESSES : SESSIONS)) {
            return false;
        }
        destination.tries = 0;
        destination.failedCohort += 1.0 / destination.window;
        if (destination.failedCohort >= 1) {
            destination.deadUntil = now() + LEAST_BACKOFF;
            destination.window = FIRST;
            destination.failedCohort = 0;
        } else {
            destination.window = Math.max(1, destination.window - 1);
        }
        return true;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        var lane = connection.lane();
        var destination = destinations.of(lane);
        destination.failedCohort = 0;
        destination.tries = 0;
        if (destination.window < lane.connections() + FIRST) {
            destination.window = Math.min(MOST, destination.window + 1);
        }
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        long age = now() - letter.arrived();
        long backoff = Math.clamp(age, LEAST_BACKOFF, MOST_BACKOFF);
        return Math.max(destinations.of(lane).deadUntil, now() + backoff)
                + world().chance().nextLong(QUEUE_RUN);
    }
}
