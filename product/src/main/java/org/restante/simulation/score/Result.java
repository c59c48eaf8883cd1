package org.restante.simulation.score;

import java.util.List;
import java.util.Optional;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.world.Scenario;

/// What all policies came to in one scenario.
///
/// @param rows in the order of the contestants
public record Result(
        String scenario, String about, Scenario.Kind kind, Traits traits, List<Row> rows) {
    public Result {
        rows = List.copyOf(rows);
    }

    public Optional<Row> of(Contestant contestant) {
        return rows.stream().filter(row -> row.contestant() == contestant).findFirst();
    }

    /// Whether it enters the mean over scenarios.
    public boolean entersTheMean() {
        return switch (kind) {
            case DESIGNED, LOTTERY, UNSEEN -> true;
            case WARM_UP, OTHER -> false;
        };
    }
}
