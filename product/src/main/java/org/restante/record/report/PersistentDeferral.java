package org.restante.record.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;

/// A recipient, or a whole domain, that has been deferred for an hour or more and had no end when the log ended.
///
/// @param recipient null when the row stands for the whole domain
/// @param waiting recipients still waiting, 1 for a recipient
/// @param first time of the first deferral
/// @param last time of the last deferral
/// @param people recipients and senders that the last reply may name; shown nowhere
public record PersistentDeferral(
        @Nullable String recipient,
        String domain,
        @Nullable String provider,
        long waiting,
        long attempts,
        Instant first,
        Instant last,
        String lastReply,
        @Nullable Cause cause,
        List<String> people) {
    public PersistentDeferral {
        people = List.copyOf(people);
    }

    public PersistentDeferral(
            @Nullable String recipient,
            String domain,
            @Nullable String provider,
            long waiting,
            long attempts,
            Instant first,
            Instant last,
            String lastReply,
            @Nullable Cause cause) {
        this(
                recipient, domain, provider, waiting, attempts, first, last, lastReply, cause,
                List.of());
    }

    /// From the first deferral to the last.
    public Duration age() {
        return Duration.between(first, last);
    }

    public Optional<Rung> rung() {
        return Rung.reachedBy(age());
    }

    /// The recipient, or the domain when the row stands for all of it.
    public String who() {
        return recipient == null ? domain : recipient;
    }
}
