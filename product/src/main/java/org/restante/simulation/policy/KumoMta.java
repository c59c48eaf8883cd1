package org.restante.simulation.policy;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// KumoMTA with its default shaping (5 connections and 50 messages on each at Gmail and Outlook, 20 messages at Yahoo, else 10 and
/// 100; 100 connects a minute; 100 messages a second) and the community's automation ([KumoRule]). A refused message is tried again
/// after 20 minutes, then twice as long each time.
class KumoMta extends Baseline {
    private static final long FIRST_RETRY = 20 * Spans.MINUTE;
    private static final long CONNECT_INTERVAL = 600_000_000L;
    private static final int MOST_A_SECOND = 100;
    private static final int FAILURES_PER_HOST = 100;
    private static final int MOST_REMEMBERED = 10_000;

    /// What automation has set for a lane.
    private static final class Shaping {
        final Map<KumoRule, ArrayDeque<Long>> hits = new HashMap<>();
        long suspendedUntil;
        long slowUntil;
        double perMinute;
        long fewUntil;
        int connections;
        long shortUntil;
        int messages;
        long nextMessage;
        long nextConnect;
        int failures;
    }

    private record Said(Flavour flavour, String text) {}

    private final PerLane<Shaping> lanes = new PerLane<>(Shaping::new);
    private final Map<Said, List<KumoRule>> matching = new HashMap<>();

    KumoMta(World world) {
        super(world);
    }

    @Override
    public Order order() {
        return Order.ALTERNATING;
    }

    @Override
    public int connections(Lane lane) {
        var shaping = lanes.of(lane);
        int usual = by(lane.site().flavour(), 5, 5, 10, 10);
        return now() < shaping.fewUntil ? Math.min(usual, shaping.connections) : usual;
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        var shaping = lanes.of(lane);
        int usual = by(lane.site().flavour(), 50, 50, 20, 100);
        return now() < shaping.shortUntil ? Math.min(usual, shaping.messages) : usual;
    }

    @Override
    public long connectAt(Lane lane) {
        var shaping = lanes.of(lane);
        return Math.max(shaping.suspendedUntil, shaping.nextConnect);
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        var shaping = lanes.of(lane);
        return Math.max(shaping.suspendedUntil, shaping.nextMessage);
    }

    @Override
    public void opening(Lane lane, int host) {
        var shaping = lanes.of(lane);
        shaping.nextConnect = Math.max(shaping.nextConnect, now()) + CONNECT_INTERVAL;
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        var shaping = lanes.of(lane);
        double perSecond = now() < shaping.slowUntil ? shaping.perMinute / 60 : MOST_A_SECOND;
        shaping.nextMessage = Math.max(shaping.nextMessage, now()) + Spans.seconds(1 / perSecond);
    }

    @Override
    public void opened(Lane lane, int host, long took) {
        lanes.of(lane).failures = 0;
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        automate(lane, answer);
        var shaping = lanes.of(lane);
        int patience =
                by(
                        lane.site().flavour(),
                        5,
                        FAILURES_PER_HOST,
                        FAILURES_PER_HOST,
                        FAILURES_PER_HOST);
        if (++shaping.failures > patience * lane.site().hosts()) {
            shaping.failures = 0;
            shaping.suspendedUntil = Math.max(shaping.suspendedUntil, now() + FIRST_RETRY);
        }
        return false;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        if (!answer.isTaken()) {
            automate(connection.lane(), answer);
        }
    }

    private void automate(Lane lane, Answer answer) {
        var shaping = lanes.of(lane);
        for (var rule : matching(lane.site().flavour(), answer.text())) {
            if (isDue(rule, shaping)) {
                long until = now() + rule.lasts();
                switch (rule.deed()) {
                    case SUSPEND -> shaping.suspendedUntil = until;
                    case RATE -> {
                        shaping.perMinute = rule.value();
                        shaping.slowUntil = until;
                        shaping.nextMessage = Math.max(shaping.nextMessage, now());
                    }
                    case CONNECTIONS -> {
                        shaping.connections = (int) rule.value();
                        shaping.fewUntil = until;
                    }
                    case MESSAGES_PER_CONNECTION -> {
                        shaping.messages = (int) rule.value();
                        shaping.shortUntil = until;
                    }
                }
            }
        }
    }

    /// Remembered: a receiver that refuses says the same thing over and over.
    private List<KumoRule> matching(Flavour flavour, String text) {
        if (matching.size() >= MOST_REMEMBERED) {
            matching.clear();
        }
        return matching.computeIfAbsent(
                new Said(flavour, text),
                said ->
                        KumoRule.COMMUNITY.stream()
                                .filter(rule -> rule.matches(said.flavour(), said.text()))
                                .toList());
    }

    private boolean isDue(KumoRule rule, Shaping shaping) {
        var hits = shaping.hits.computeIfAbsent(rule, _ -> new ArrayDeque<>());
        hits.addLast(now());
        while (hits.getFirst() < now() - Spans.HOUR) {
            hits.removeFirst();
        }
        return hits.size() >= rule.inAnHour();
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        double wait = FIRST_RETRY * Math.scalb(1.0, Math.min(8, letter.attempts() - 1));
        return now() + (long) (wait * (0.9 + 0.2 * world().chance().nextDouble()));
    }
}
