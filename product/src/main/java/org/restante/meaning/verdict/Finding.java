package org.restante.meaning.verdict;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.provider.Provider;

/// What a rule or a code says of one refusal, before it becomes a [Verdict].
///
/// @param by the rule's or the code's key
record Finding(
        @Nullable Provider provider,
        Cause cause,
        Scope scope,
        @Nullable Permanence signalled,
        Permanence effective,
        @Nullable Duration minimumPause,
        List<NextStep> next,
        String by,
        String explanation) {
    static Finding of(
            Rule rule,
            @Nullable Provider provider,
            @Nullable Permanence signalled,
            Permanence effective) {
        return new Finding(
                provider,
                rule.cause(),
                rule.scope(),
                signalled,
                effective,
                rule.minimumPause(),
                Custom.fitting(rule.next(), rule.cause(), effective),
                rule.id(),
                rule.explanation());
    }

    static Finding of(
            Fallback fallback, @Nullable Provider provider, @Nullable Permanence signalled) {
        var effective = signalled != null ? signalled : Custom.permanence(fallback.cause());
        return new Finding(
                provider,
                fallback.cause(),
                fallback.scope(),
                signalled,
                effective,
                null,
                Custom.fitting(fallback.next(), fallback.cause(), effective),
                fallback.key(),
                fallback.explanation());
    }
}
