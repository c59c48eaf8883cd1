package org.restante.sending.pacing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;

/// Temporary refusals as a judge would understand them.
final class Verdicts {
    static final Verdict TOO_FAST = of(451, Cause.RATE, null);
    static final Verdict CONNECTIONS = of(421, Cause.CONNECTIONS, null);
    static final Verdict CONNECTION_RATE = of(421, Cause.CONNECTION_RATE, null);
    static final Verdict MESSAGES_PER_CONNECTION = of(421, Cause.MESSAGES_PER_CONNECTION, null);
    static final Verdict NO_REASON = of(451, Cause.OTHER_TEMPORARY, null);

    private Verdicts() {}

    static Verdict of(int code, Cause cause, @Nullable Duration minimumPause) {
        return new Verdict(
                code,
                null,
                null,
                cause,
                Scope.SOURCE,
                Permanence.TEMPORARY,
                Permanence.TEMPORARY,
                null,
                minimumPause,
                List.of(NextStep.values()[0]),
                "test",
                "test");
    }
}
