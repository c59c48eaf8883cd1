package org.restante.sending.queue;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;

/// When a recipient is tried again after a refusal that speaks of the message or the recipient: 15 and 30 minutes, then doubling to
/// four hours; a delay that the receiver names goes before. Each delay is up to a tenth longer by chance, so that what came
/// together does not come again together.
final class RetrySchedule {
    private static final List<Duration> DELAYS =
            List.of(
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4));

    /// Greylisters commonly ask for five minutes and say so seldom.
    private static final Duration GREYLIST = Duration.ofSeconds(301);

    private static final Duration LONGEST_NAMED = Duration.ofHours(24);

    /// Longer than any delay.
    static final Duration LONGEST = Duration.ofHours(27);

    private RetrySchedule() {}

    /// @param attempts made so far, the one just refused among them; at least 1
    static Duration delay(int attempts, Verdict verdict, RandomGenerator chance) {
        var usual = DELAYS.get(Math.min(attempts, DELAYS.size()) - 1);
        var named = verdict.retryAfter();
        var delay = usual;
        if (named != null) {
            // A second on top: who counts whole seconds is not asked within the last of them.
            var asked = named.plusSeconds(1);
            delay = asked.compareTo(LONGEST_NAMED) > 0 ? LONGEST_NAMED : asked;
        } else if (verdict.cause() == Cause.GREYLIST && attempts == 1) {
            delay = GREYLIST;
        }
        return delay.plusMillis((long) (chance.nextDouble() * 0.1 * delay.toMillis()));
    }
}
