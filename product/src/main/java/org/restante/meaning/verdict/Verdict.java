package org.restante.meaning.verdict;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one refusal means: the judgement every later decision is made on. A reply that is no refusal gets one too, which says so.
///
/// @param code the reply code, 0 when the refusal carried none (a network trouble, or a text alone)
/// @param status the enhanced status code as text, null when there is none
/// @param provider who runs the MX host, as the word of `knowledge/providers`; null when unknown
/// @param signalled null when neither code, status nor trouble signals a class
/// @param retryAfter the delay the text itself names, null when it names none
/// @param minimumPause the pause the rule demands before any canary, with an origin in the rule; null when it demands none
/// @param next in order of importance, never empty
/// @param rule `provider/name` of the rule that decided, or `status/4.7.0`, `code/421`, `trouble/dns`
/// @param explanation one or two sentences for people
public record Verdict(
        int code,
        @Nullable String status,
        @Nullable String provider,
        Cause cause,
        Scope scope,
        @Nullable Permanence signalled,
        Permanence effective,
        @Nullable Duration retryAfter,
        @Nullable Duration minimumPause,
        List<NextStep> next,
        String rule,
        String explanation) {
    public Verdict {
        next = List.copyOf(next);
        if (next.isEmpty()) {
            throw new IllegalArgumentException("a verdict names at least one next step");
        }
    }

    /// Whether it is a refusal at all. A reply that took the command (2xx, 3xx) has no cause and no class, whatever stands here.
    public boolean isRefusal() {
        return code >= 400 || code == 0 && (status == null || !status.startsWith("2"));
    }

    /// The same, but of whom it speaks was found out otherwise.
    public Verdict of(Scope other) {
        return new Verdict(
                code,
                status,
                provider,
                cause,
                other,
                signalled,
                effective,
                retryAfter,
                minimumPause,
                next,
                rule,
                explanation);
    }

    /// The same for now alone: whom it speaks of is not the message.
    public Verdict forNow() {
        return new Verdict(
                code,
                status,
                provider,
                cause,
                scope,
                signalled,
                Permanence.TEMPORARY,
                retryAfter,
                minimumPause,
                next,
                rule,
                explanation);
    }

    /// This verdict with a delay that the text names.
    Verdict withRetryAfter(Duration delay) {
        return new Verdict(
                code,
                status,
                provider,
                cause,
                scope,
                signalled,
                effective,
                delay,
                minimumPause,
                next,
                rule,
                explanation);
    }
}
