package org.restante.simulation.score;

import org.jspecify.annotations.Nullable;

/// One line of the goal table.
///
/// @param name what is measured, with its unit
/// @param must what must hold; NaN where there is only an aim
/// @param aim what we aim at
/// @param isFloor whether more is better
/// @param measured NaN when the runs do not tell
/// @param where the scenario that decided, null when all did
public record Goal(
        String name,
        double must,
        double aim,
        boolean isFloor,
        double measured,
        @Nullable String where) {
    /// How it stands.
    public enum Standing {
        AIM_MET,
        MUST_MET,
        MISSED,
        /// Only an aim, and not met.
        AIM_MISSED,
        NOT_MEASURED
    }

    public Standing standing() {
        if (Double.isNaN(measured)) {
            return Standing.NOT_MEASURED;
        }
        if (holds(aim)) {
            return Standing.AIM_MET;
        }
        if (Double.isNaN(must)) {
            return Standing.AIM_MISSED;
        }
        return holds(must) ? Standing.MUST_MET : Standing.MISSED;
    }

    private boolean holds(double bound) {
        return isFloor ? measured >= bound : measured <= bound;
    }
}
