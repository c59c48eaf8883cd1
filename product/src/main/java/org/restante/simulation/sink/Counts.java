package org.restante.simulation.sink;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Check;

/// Counts what happens at a sink. Safe for many threads.
final class Counts {
    /// One for each check from the beginning on, so that the map itself never changes.
    private final Map<Check, LongAdder> refused = new EnumMap<>(Check.class);

    private final LongAdder connections = new LongAdder();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong most = new AtomicLong();
    private final LongAdder secured = new LongAdder();
    private final LongAdder taken = new LongAdder();
    private final LongAdder recipients = new LongAdder();
    private final LongAdder octets = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder broken = new LongAdder();

    Counts() {
        for (var check : Check.values()) {
            refused.put(check, new LongAdder());
        }
    }

    /// How many are open with this one.
    long opened() {
        connections.increment();
        long now = open.incrementAndGet();
        most.accumulateAndGet(now, Math::max);
        return now;
    }

    void closed() {
        open.decrementAndGet();
    }

    void turnedAway() {
        turnedAway.increment();
    }

    void secured() {
        secured.increment();
    }

    void broken() {
        broken.increment();
    }

    void answered(Answer answer) {
        var adder = refused.get(answer.truth());
        if (!answer.isTaken() && adder != null) {
            adder.increment();
        }
    }

    void taken(int toRecipients, long itsOctets) {
        taken.increment();
        recipients.add(toRecipients);
        octets.add(itsOctets);
    }

    Seen seen(int boxes) {
        var byCheck = new EnumMap<Check, Long>(Check.class);
        refused.forEach((check, count) -> {
            if (count.sum() > 0) {
                byCheck.put(check, count.sum());
            }
        });
        return new Seen(
                connections.sum(),
                open.get(),
                most.get(),
                secured.sum(),
                taken.sum(),
                recipients.sum(),
                octets.sum(),
                byCheck,
                turnedAway.sum(),
                broken.sum(),
                boxes);
    }
}
