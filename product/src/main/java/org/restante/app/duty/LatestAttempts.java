package org.restante.app.duty;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Cell;
import org.restante.insight.incident.IncidentScope;
import org.restante.meaning.verdict.Cause;

/// What became of the latest attempts at each crossing, for whoever wants to know whether refusals have stopped. Shared.
final class LatestAttempts {
    private static final int EACH = 20;
    private static final int MOST = 4096;

    /// @param cause of the refusal; null where it was taken
    record Latest(Instant at, @Nullable Cause cause) {}

    private final Map<Cell, Deque<Latest>> all =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Cell, Deque<Latest>> eldest) {
                    return size() > MOST;
                }
            };

    synchronized void add(Instant at, Cell cell, @Nullable Cause cause) {
        var latest = all.computeIfAbsent(cell, _ -> new ArrayDeque<>());
        if (latest.size() >= EACH) {
            latest.removeFirst();
        }
        latest.addLast(new Latest(at, cause));
    }

    /// The latest in a scope since then, the last one first.
    synchronized List<Latest> of(IncidentScope scope, Instant since) {
        return all.entrySet().stream()
                .filter(one -> isIn(scope, one.getKey()))
                .flatMap(one -> one.getValue().stream())
                .filter(one -> !one.at().isBefore(since))
                .sorted(Comparator.comparing(Latest::at).reversed())
                .limit(EACH)
                .toList();
    }

    private static boolean isIn(IncidentScope scope, Cell cell) {
        return (scope.everywhere()
                        || scope.providers().contains(cell.party())
                        || scope.providers().contains(cell.site()))
                && isIn(scope.mxHost(), cell.mxHost())
                && isIn(scope.source(), cell.source())
                && isIn(scope.stream(), cell.stream())
                && isIn(scope.sender(), cell.sender());
    }

    private static boolean isIn(@Nullable String named, @Nullable String one) {
        return named == null || Objects.equals(named, one);
    }
}
