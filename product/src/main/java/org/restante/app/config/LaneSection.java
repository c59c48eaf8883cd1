package org.restante.app.config;

import java.util.Optional;
import java.util.OptionalInt;
import org.restante.sending.pacing.LaneLimits;

/// What one lane (a receiver's site and a source of ours) may do at most; what is not written is left as it is.
public record LaneSection(
        @Key(
                        value = "connections at once",
                        why =
                                "without it the provider's profile; else five, and one more for each hundred messages that pass, up to fifty",
                        example = "10",
                        min = "1",
                        max = "10000")
                Optional<Integer> connections,
        @Key(
                        value = "messages of one connection",
                        why = "without it the provider's profile, else 1,000",
                        example = "100",
                        min = "1",
                        max = "1000000")
                Optional<Integer> messagesPerConnection,
        @Key(
                        value = "recipients of one transaction",
                        why =
                                "without it the provider's profile, else 100 as RFC 5321 §4.5.3.1.8 has every server take",
                        example = "50",
                        min = "1",
                        max = "10000")
                Optional<Integer> recipientsPerMessage,
        @Key(
                        value = "messages an hour",
                        why =
                                "without it the provider's profile, else no bound before the first refusal",
                        example = "3600",
                        min = "1",
                        max = "100000000")
                Optional<Integer> messagesPerHour) {
    static final LaneSection NOTHING =
            new LaneSection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// The less of each.
    LaneSection least(LaneSection other) {
        return new LaneSection(
                least(connections, other.connections),
                least(messagesPerConnection, other.messagesPerConnection),
                least(recipientsPerMessage, other.recipientsPerMessage),
                least(messagesPerHour, other.messagesPerHour));
    }

    private static Optional<Integer> least(Optional<Integer> one, Optional<Integer> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(Math.min(one.get(), other.get()))
                : one.or(() -> other);
    }

    /// These limits where they are written, else the others.
    LaneLimits over(LaneLimits others) {
        return new LaneLimits(
                connections.map(OptionalInt::of).orElse(others.connections()),
                messagesPerConnection.orElse(others.messagesPerConnection()),
                recipientsPerMessage.orElse(others.recipientsPerMessage()),
                messagesPerHour.map(OptionalInt::of).orElse(others.messagesPerHour()));
    }
}
