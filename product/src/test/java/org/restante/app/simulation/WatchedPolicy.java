package org.restante.app.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.World;

/// A policy under watch: notes where more than one message is out on a refused lane before one has passed, and where a lane's refusal
/// moves a message's own schedule.
final class WatchedPolicy implements Policy {
    /// As often a message may be refused before it is itself suspected.
    private static final int UNSUSPECTED = 2;

    /// What has been seen of a lane.
    private static final class Seen {
        boolean isRefused;
        long reopenedAt = -1;
        final Set<Letter> out = new HashSet<>();
        final Deque<Long> opening = new ArrayDeque<>();
    }

    private final World world;
    private final Policy watched;
    private final List<String> faults;
    private final Map<Lane, Seen> lanes = new HashMap<>();
    private final Map<Letter, Integer> refusals = new HashMap<>();

    WatchedPolicy(World world, Policy watched, List<String> faults) {
        this.world = world;
        this.watched = watched;
        this.faults = faults;
    }

    private Seen of(Lane lane) {
        return lanes.computeIfAbsent(lane, _ -> new Seen());
    }

    private static boolean isOfTheLane(Check check) {
        return switch (check) {
            case RATE, BOX -> true;
            case TAKEN,
                    OUTAGE,
                    HOST_FAULT,
                    CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    UNKNOWN_USER,
                    GREYLIST,
                    MAILBOX_FULL,
                    AMBIENT,
                    CONTENT ->
                    false;
        };
    }

    private void refused(Seen seen, long began) {
        if (began >= seen.reopenedAt) {
            seen.isRefused = true;
        }
    }

    @Override
    public Order order() {
        return watched.order();
    }

    @Override
    public boolean pulls() {
        return watched.pulls();
    }

    @Override
    public int source(Letter letter) {
        return watched.source(letter);
    }

    @Override
    public int connections(Lane lane) {
        return watched.connections(lane);
    }

    @Override
    public long connectAt(Lane lane) {
        return watched.connectAt(lane);
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        return watched.sendAt(lane, letter);
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        return watched.messagesPerConnection(lane);
    }

    @Override
    public int host(Lane lane) {
        return watched.host(lane);
    }

    @Override
    public boolean wantsFresh(Lane lane) {
        return watched.wantsFresh(lane);
    }

    @Override
    public boolean yields(Lane lane) {
        return watched.yields(lane);
    }

    @Override
    public void arrived(Letter letter) {
        watched.arrived(letter);
    }

    @Override
    public void opening(Lane lane, int host) {
        of(lane).opening.addLast(world.now());
        watched.opening(lane, host);
    }

    @Override
    public void opened(Lane lane, int host, long took) {
        of(lane).opening.removeFirst();
        watched.opened(lane, host, took);
    }

    @Override
    public void unused(Lane lane) {
        watched.unused(lane);
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        var seen = of(lane);
        long began = seen.opening.removeFirst();
        if (isOfTheLane(answer.truth())) {
            refused(seen, began);
        }
        return watched.notOpened(lane, host, took, answer);
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        var seen = of(lane);
        if (seen.isRefused) {
            seen.out.add(letter);
            if (seen.out.size() > 1) {
                faults.add(seen.out.size() + " messages out on a refused lane at " + world.now());
            }
        }
        watched.sent(lane, letter);
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        var seen = of(connection.lane());
        boolean wasCanary = seen.out.remove(letter);
        if (!answer.isTaken()) {
            refusals.merge(letter, 1, Integer::sum);
        }
        if (isOfTheLane(answer.truth())) {
            if (refusals.getOrDefault(letter, 0) <= UNSUSPECTED) {
                refused(seen, sentAt);
            }
        } else if (wasCanary && !answer.isSilence()) {
            seen.isRefused = false;
            seen.reopenedAt = world.now();
            seen.out.clear();
        }
        watched.answered(connection, letter, answer, sentAt);
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        long at = watched.retryAt(lane, letter, answer);
        boolean isUnsuspected = refusals.getOrDefault(letter, 0) <= UNSUSPECTED;
        if (isOfTheLane(answer.truth()) && isUnsuspected && at > world.now()) {
            faults.add("a lane's refusal moved message " + letter.number());
        }
        return at;
    }

    /// Makes what `maker` makes, watched.
    static Maker watching(Maker maker, List<String> faults) {
        return world -> new WatchedPolicy(world, maker.in(world), faults);
    }
}
