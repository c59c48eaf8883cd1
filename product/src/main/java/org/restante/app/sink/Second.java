package org.restante.app.sink;

import java.util.EnumMap;
import java.util.Map;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.sink.Seen;

/// What came to a receiver between two looks.
///
/// @param open connections at the end
record Second(long taken, long connections, long open, long octets, Map<Check, Long> refused) {
    static Second between(Seen before, Seen after) {
        var refused = new EnumMap<Check, Long>(Check.class);
        after.refused()
                .forEach((check, count) -> {
                    long more = count - before.refused().getOrDefault(check, 0L);
                    if (more > 0) {
                        refused.put(check, more);
                    }
                });
        return new Second(
                after.taken() - before.taken(),
                after.connections() - before.connections(),
                after.open(),
                after.octets() - before.octets(),
                refused);
    }

    long refusals() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Whether there is anything to tell.
    boolean isQuiet() {
        return taken == 0 && connections == 0 && refused.isEmpty();
    }
}
