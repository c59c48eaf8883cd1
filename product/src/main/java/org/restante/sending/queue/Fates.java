package org.restante.sending.queue;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.restante.meaning.verdict.Permanence;
import org.restante.sending.dispatch.Settled;

/// Decides it (RFC 5321 §4.5.4.1). Pure but for chance.
final class Fates {
    private Fates() {}

    /// @param attempts made so far, this one among them
    static Fate after(
            Settled settled,
            int attempts,
            Instant expires,
            Instant now,
            RetrySettings retry,
            RandomGenerator chance) {
        var verdict = settled.verdict();
        if (verdict == null) {
            return new Fate.Delivered();
        }
        if (verdict.effective() == Permanence.PERMANENT) {
            return new Fate.Bounced();
        }
        if (!now.isBefore(expires)) {
            return new Fate.Expired();
        }
        if (!settled.spendsAttempt()) {
            return new Fate.Kept();
        }
        var due = now.plus(retry.delay(attempts, verdict, chance));
        return new Fate.Retried(due.isAfter(expires) ? expires : due);
    }
}
