package org.restante.meaning.provider;

import org.jspecify.annotations.Nullable;

/// What a provider publishes, or is known, to take from one source; null where nothing is published.
///
/// @param connections at one time
/// @param messagesPerConnection before a new connection is wanted
/// @param recipientsPerMessage in one transaction
/// @param messagesPerHour from one address
/// @param origin where this is told
public record Limits(
        @Nullable Integer connections,
        @Nullable Integer messagesPerConnection,
        @Nullable Integer recipientsPerMessage,
        @Nullable Integer messagesPerHour,
        @Nullable String origin) {
    public static final Limits UNKNOWN = new Limits(null, null, null, null, null);
}
