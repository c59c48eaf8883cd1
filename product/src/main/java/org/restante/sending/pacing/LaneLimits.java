package org.restante.sending.pacing;

import java.util.OptionalInt;
import org.restante.meaning.provider.Limits;

/// What a lane may do at most, from the provider's profile and the operator.
///
/// @param connections empty: five, and one more for each hundred messages that pass, up to fifty
/// @param messagesPerHour empty: no bound before the first refusal
public record LaneLimits(
        OptionalInt connections,
        int messagesPerConnection,
        int recipientsPerMessage,
        OptionalInt messagesPerHour) {
    /// A thousand messages a connection and a hundred recipients a message, as RFC 5321 §4.5.3.1.8 has every server take.
    public static final LaneLimits UNKNOWN =
            new LaneLimits(OptionalInt.empty(), 1000, 100, OptionalInt.empty());

    /// What a provider's profile says.
    public static LaneLimits of(Limits known) {
        return new LaneLimits(
                optional(known.connections()),
                known.messagesPerConnection() == null
                        ? UNKNOWN.messagesPerConnection
                        : known.messagesPerConnection(),
                known.recipientsPerMessage() == null
                        ? UNKNOWN.recipientsPerMessage
                        : known.recipientsPerMessage(),
                optional(known.messagesPerHour()));
    }

    /// Messages a second; infinite where none are published.
    double perSecond() {
        return messagesPerHour.isPresent()
                ? messagesPerHour.getAsInt() / Seconds.HOUR
                : Double.POSITIVE_INFINITY;
    }

    private static OptionalInt optional(@org.jspecify.annotations.Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
