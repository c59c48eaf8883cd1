package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// PowerMTA's back-off mode with the settings found most in configurations: a reply of the pattern list puts the queue into it, where
/// ten messages a minute go and retries wait 30 minutes instead of ten. It ends with a delivery (`backoff-to-normal-after-delivery`)
/// or after an hour (`backoff-to-normal-after 1h`).
final class PowerMta extends Baseline {
    private static final int CONNECTIONS = 20;
    private static final long RETRY = 10 * Spans.MINUTE;
    private static final long RETRY_BACKED_OFF = 30 * Spans.MINUTE;
    private static final long BACKED_OFF_INTERVAL = 6 * Spans.SECOND;

    private static final class Queue {
        boolean isBackedOff;
        long normalAt;
        long retryAt;
        long next;
        int failedHosts;
    }

    private final boolean endsWithDelivery;
    private final PerLane<Queue> queues = new PerLane<>(Queue::new);
    private final Gists gists = new Gists();

    PowerMta(World world, boolean endsWithDelivery) {
        super(world);
        this.endsWithDelivery = endsWithDelivery;
    }

    @Override
    public Order order() {
        return Order.ALTERNATING;
    }

    @Override
    public int connections(Lane lane) {
        return CONNECTIONS;
    }

    private boolean isBackedOff(Queue queue) {
        queue.isBackedOff &= now() < queue.normalAt;
        return queue.isBackedOff;
    }

    @Override
    public long connectAt(Lane lane) {
        return queues.of(lane).retryAt;
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        var queue = queues.of(lane);
        return isBackedOff(queue) ? Math.max(queue.retryAt, queue.next) : queue.retryAt;
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        var queue = queues.of(lane);
        if (isBackedOff(queue)) {
            queue.next = Math.max(queue.next, now()) + BACKED_OFF_INTERVAL;
        }
    }

    private void backOff(Queue queue) {
        queue.isBackedOff = true;
        queue.normalAt = now() + (endsWithDelivery ? 2 : 1) * Spans.HOUR;
    }

    private boolean isOnTheList(Answer answer) {
        return switch (gists.of(answer)) {
            case RATE -> true;
            case UNKNOWN -> answer.code() != 421 && answer.text().contains(" 4.7.");
            case TAKEN, SILENCE, FINAL, GREYLIST, CONNECTIONS, MAILBOX, SERVER -> false;
        };
    }

    private long retry(Queue queue) {
        return now() + (isBackedOff(queue) ? RETRY_BACKED_OFF : RETRY);
    }

    @Override
    public void opened(Lane lane, int host, long took) {
        queues.of(lane).failedHosts = 0;
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        var queue = queues.of(lane);
        if (isOnTheList(answer)) {
            backOff(queue);
        }
        if (lane.standing() == 0 && ++queue.failedHosts >= lane.site().hosts()) {
            queue.failedHosts = 0;
            queue.retryAt = retry(queue);
        }
        return false;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        var queue = queues.of(connection.lane());
        if (answer.isTaken() && endsWithDelivery) {
            queue.isBackedOff = false;
        } else if (isOnTheList(answer)) {
            backOff(queue);
        }
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        return retry(queues.of(lane));
    }
}
