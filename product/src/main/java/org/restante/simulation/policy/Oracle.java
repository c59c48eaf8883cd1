package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Receiver;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.World;

/// A greedy clairvoyant: it sees every hidden limit, never sends what would be refused, and keeps room for transactional mail. What
/// nobody can avoid stays: the first refusal of a greylist, full mailboxes, ambient trouble.
final class Oracle implements Policy {
    private static final int TRIES_FOR_A_HOST = 8;

    private final World world;

    Oracle(World world) {
        this.world = world;
    }

    private static Receiver receiver(Lane lane) {
        return lane.site().receiver();
    }

    @Override
    public Order order() {
        return Order.TRANSACTIONAL_FIRST;
    }

    @Override
    public boolean pulls() {
        return true;
    }

    @Override
    public int source(Letter letter) {
        return 0;
    }

    @Override
    public int connections(Lane lane) {
        var model = receiver(lane).model();
        int all = model.door().connections();
        if (!model.countsTogether()) {
            return all;
        }
        int share = all / world.sources();
        return share > 0 ? share : Math.max(0, all - besides(lane));
    }

    private static int besides(Lane lane) {
        return lane.site().lanes().stream()
                .filter(each -> each != lane)
                .mapToInt(Lane::connections)
                .sum();
    }

    @Override
    public long connectAt(Lane lane) {
        return receiver(lane).mayConnectAt(lane.address(), world.now());
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        double kept =
                letter.stream() == Stream.TRANSACTIONAL
                        ? 0
                        : world.transactionalPerSecond(lane.site().index()) / world.sources();
        return receiver(lane).mayTakeAt(lane.address(), kept, world.now());
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        return receiver(lane).model().door().messages();
    }

    @Override
    public int host(Lane lane) {
        for (int i = 0; i < TRIES_FOR_A_HOST; i++) {
            int host = world.chance().nextInt(lane.site().hosts());
            if (!receiver(lane).isFaulty(host, world.now())) {
                return host;
            }
        }
        return 0;
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        return false;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {}

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        return switch (answer.truth()) {
            case GREYLIST -> {
                letter.pin(lane.source());
                yield world.now() + greylisted(lane);
            }
            case MAILBOX_FULL -> world.now() + 15 * Spans.MINUTE;
            case AMBIENT -> world.now() + Spans.SECOND;
            case CONTENT -> world.now() + 4 * Spans.HOUR;
            case TAKEN,
                    OUTAGE,
                    HOST_FAULT,
                    BOX,
                    CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    UNKNOWN_USER,
                    RATE ->
                    world.now();
        };
    }

    private static long greylisted(Lane lane) {
        var greylist = receiver(lane).model().greylist();
        return greylist == null ? 0 : greylist.delay().toNanos();
    }
}
