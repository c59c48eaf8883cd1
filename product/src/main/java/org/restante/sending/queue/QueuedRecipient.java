package org.restante.sending.queue;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A recipient who waits, as people see it. What is unknown is null.
///
/// @param ordinal its place among the message's recipients
/// @param provider and `site`: known once mail for the domain has looked for its way
/// @param reversePath empty for the null path
/// @param attempts that were made
/// @param due when it is tried next; for what is held, when it would be
/// @param heldBy the act that holds it
/// @param export the export that took it out
public record QueuedRecipient(
        UUID id,
        int ordinal,
        String recipient,
        String domain,
        @Nullable String provider,
        @Nullable String site,
        String reversePath,
        @Nullable String senderDomain,
        @Nullable String fromDomain,
        @Nullable String messageId,
        @Nullable String tenant,
        String stream,
        @Nullable String campaign,
        String pool,
        String source,
        boolean isTransactional,
        Instant receivedAt,
        Instant expires,
        long size,
        int attempts,
        Instant due,
        State state,
        @Nullable String cause,
        @Nullable UUID heldBy,
        @Nullable UUID export) {
    /// What it waits for.
    public enum State {
        /// Its time.
        WAITING,
        /// Its lane.
        READY,
        /// The answer to an attempt.
        IN_FLIGHT,
        /// A person.
        HELD;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        public String word() {
            return word;
        }
    }

    /// What it has of a facet; null for what is unknown, or not one word.
    public @Nullable String value(Facet facet) {
        return switch (facet) {
            case DOMAIN -> domain;
            case PROVIDER -> provider;
            case SITE -> site;
            case STREAM -> stream;
            case TENANT -> tenant;
            case CAMPAIGN -> campaign;
            case POOL -> pool;
            case SOURCE -> source;
            case SENDER_DOMAIN -> senderDomain == null ? fromDomain : senderDomain;
            case MESSAGE -> id.toString();
            case RECIPIENT -> recipient;
            case STATE -> state.word();
            case CAUSE -> cause;
            case EXPORT -> export == null ? null : export.toString();
        };
    }
}
