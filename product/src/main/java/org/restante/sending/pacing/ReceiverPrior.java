package org.restante.sending.pacing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is held likely of a receiver before anything has been learnt there. Coarse on purpose: what is met counts more at once.
///
/// @param firstRate messages a second before the first refusal; 0 for no bound
/// @param pauseAfterRate the first pause when the pace was refused
/// @param pauseAfterBlock the first pause when the source was
/// @param hasQuotas whether a refusal that lasts may be the end of a window's quota
/// @param clearing how long a refusal is thought to close the lane for
public record ReceiverPrior(
        double firstRate,
        Duration pauseAfterRate,
        Duration pauseAfterBlock,
        boolean hasQuotas,
        Duration clearing) {
    /// Of a receiver nothing is known of: no bound before the first refusal, and short pauses, which double.
    public static final ReceiverPrior UNKNOWN =
            new ReceiverPrior(
                    0, Duration.ofSeconds(2), Duration.ofSeconds(60), true, Duration.ofMinutes(5));

    private static final ReceiverPrior GMAIL =
            new ReceiverPrior(
                    1, Duration.ofSeconds(30), Duration.ofMinutes(2), true, Duration.ofMinutes(2));
    private static final ReceiverPrior MICROSOFT =
            new ReceiverPrior(
                    1, Duration.ofMinutes(1), Duration.ofMinutes(2), true, Duration.ofMinutes(10));
    private static final ReceiverPrior YAHOO =
            new ReceiverPrior(
                    1, Duration.ofMinutes(1), Duration.ofMinutes(1), false, Duration.ofMinutes(30));

    /// @param provider the word of `knowledge/providers`, null when unknown
    public static ReceiverPrior of(@Nullable String provider) {
        return switch (provider) {
            case "gmail" -> GMAIL;
            case "microsoft" -> MICROSOFT;
            case "yahoo" -> YAHOO;
            case null, default -> UNKNOWN;
        };
    }
}
