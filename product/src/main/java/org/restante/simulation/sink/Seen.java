package org.restante.simulation.sink;

import java.util.Map;
import org.restante.simulation.receiver.Check;

/// What a sink has seen since it began.
///
/// @param connections made to it
/// @param open now
/// @param most at once
/// @param secured by TLS
/// @param taken messages
/// @param recipients of messages taken
/// @param octets of messages taken
/// @param refused answers that refused, by the check that did; those that never refused are absent
/// @param turnedAway connections that were one too many for the sink itself
/// @param broken connections that ended by a client's silence or by something it may not say
/// @param boxes the model has opened
public record Seen(
        long connections,
        long open,
        long most,
        long secured,
        long taken,
        long recipients,
        long octets,
        Map<Check, Long> refused,
        long turnedAway,
        long broken,
        int boxes) {
    public Seen {
        refused = Map.copyOf(refused);
    }

    /// Refusals of any kind.
    public long refusals() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
