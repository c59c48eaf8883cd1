package org.restante.sending.dispatch;

import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;

/// One recipient's outcome and what it means.
///
/// @param verdict null where the mail was accepted
/// @param spendsAttempt false where the refusal was the lane's: the message keeps its place and its schedule
public record Settled(Outcome outcome, @Nullable Verdict verdict, boolean spendsAttempt) {
    /// The same, for nothing.
    Settled free() {
        return new Settled(outcome, verdict, false);
    }
}
