package org.restante.record.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The lasting deferrals.
///
/// @param recipients how many recipients stand on each rung of the ladder (each counted once, on its highest)
/// @param rows the oldest first, bounded
public record Persistence(Map<Rung, Long> recipients, List<PersistentDeferral> rows) {
    public Persistence {
        var complete = new EnumMap<Rung, Long>(Rung.class);
        for (var rung : Rung.values()) {
            complete.put(rung, recipients.getOrDefault(rung, 0L));
        }
        recipients = Collections.unmodifiableMap(complete);
        rows = List.copyOf(rows);
    }

    public static Persistence none() {
        return new Persistence(Map.of(), List.of());
    }

    public long total() {
        return recipients.values().stream().mapToLong(Long::longValue).sum();
    }
}
