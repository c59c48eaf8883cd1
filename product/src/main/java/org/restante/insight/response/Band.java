package org.restante.insight.response;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of the table: what to do from a share of refusals up.
///
/// @param from the share, 0 to 1
/// @param slowBy percent by which concurrency and rate go down
/// @param retryAtLeast null where the retry interval stays as it is
/// @param look what to investigate
public record Band(
        double from,
        Action action,
        int slowBy,
        @Nullable Duration retryAtLeast,
        List<String> look) {
    public Band {
        if (from < 0 || from > 1 || slowBy < 0 || slowBy > 100) {
            throw new IllegalArgumentException(
                    "not a share or a percentage: " + from + ", " + slowBy);
        }
        look = List.copyOf(look);
    }
}
