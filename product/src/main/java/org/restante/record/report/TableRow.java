package org.restante.record.report;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One row of a table: the attempts that share a key.
///
/// @param messages messages with at least one attempt here
/// @param messagesDeferred messages with at least one deferral here
/// @param delayP50 time from the queue to delivery, median; null where no delivery tells it
public record TableRow(
        String key,
        long attempts,
        long delivered,
        long deferred,
        long bounced,
        long messages,
        long messagesDeferred,
        @Nullable Duration delayP50,
        @Nullable Duration delayP90) {
    /// The key of attempts of which the log does not tell the key.
    public static final String UNKNOWN = "(unknown)";

    /// The key of the last row, the sum of all beyond the top.
    public static final String OTHERS = "(others)";

    /// Deferred attempts ÷ all attempts.
    public OptionalDouble deferralRate() {
        return share(deferred, attempts);
    }

    public OptionalDouble bounceRate() {
        return share(bounced, attempts);
    }

    /// Whether the key is a true one, neither [#UNKNOWN] nor [#OTHERS].
    public boolean isNamed() {
        return !key.equals(UNKNOWN) && !key.equals(OTHERS);
    }

    static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
