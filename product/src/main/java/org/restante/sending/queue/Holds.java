package org.restante.sending.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.sending.queue.Act.Reach;

/// What stands in the way of mail by a person's order. Asked each time mail is handed out; one writer at a time.
final class Holds {
    private volatile List<Order> holds = List.of();
    private volatile List<Reach> pauses = List.of();

    void set(List<Order> standing) {
        holds = standing.stream().filter(order -> order.act() instanceof Act.Hold).toList();
        pauses =
                standing.stream()
                        .map(Order::act)
                        .filter(Act.Pause.class::isInstance)
                        .map(act -> ((Act.Pause) act).reach())
                        .filter(reach -> reach.domain().isPresent())
                        .toList();
    }

    /// Whether mail for the domain waits. What concerns whole lanes is dispatch's.
    boolean isPaused(String domain, String source) {
        for (var reach : pauses) {
            if (reach.domain().filter(domain::equals).isPresent()
                    && (reach.source().isEmpty()
                            || reach.source().filter(source::equals).isPresent())) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return holds.isEmpty();
    }

    /// The act that holds it: the first hold that matches and was given after it was last released. What a tenant releases, its own holds let go.
    @Nullable UUID of(QueuedRecipient it, Detail detail, Instant now) {
        for (var order : holds) {
            boolean isTenants = order.by().tenant().isPresent();
            if (!isBefore(order, detail.released())
                    && !(isTenants && isBefore(order, detail.releasedByTenant()))
                    && order.act() instanceof Act.Hold(var mail, var until)
                    && mail.matches(it, now)) {
                return order.id();
            }
        }
        return null;
    }

    private static boolean isBefore(Order order, Optional<Instant> released) {
        return released.filter(at -> !order.at().isAfter(at)).isPresent();
    }
}
