package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.queue.RetrySettings.Override;

class RetrySettingsTest {
    /// Never longer than it must be.
    private static final RandomGenerator NO_CHANCE = () -> 0;

    private static Verdict verdict(
            @Nullable String provider, Cause cause, @Nullable Duration retryAfter) {
        return new Verdict(
                451,
                null,
                provider,
                cause,
                Scope.RECIPIENT,
                Permanence.TEMPORARY,
                Permanence.TEMPORARY,
                retryAfter,
                null,
                List.of(NextStep.RETRY),
                "test",
                "Later.");
    }

    private static List<Duration> delays(RetrySettings retry, Verdict verdict) {
        return List.of(1, 2, 3, 4, 5, 9).stream()
                .map(attempts -> retry.delay(attempts, verdict, NO_CHANCE))
                .toList();
    }

    private static List<Duration> minutes(long... each) {
        return java.util.Arrays.stream(each).mapToObj(Duration::ofMinutes).toList();
    }

    @Test
    void byDefaultFifteenMinutesThenDoublingToFourHours() {
        assertThat(delays(RetrySettings.defaults(), verdict(null, Cause.MAILBOX_FULL, null)))
                .isEqualTo(minutes(15, 30, 60, 120, 240, 240));
    }

    @Test
    void aGreylisterIsAskedAgainAfterFiveMinutes() {
        var retry = RetrySettings.defaults();
        assertThat(retry.delay(1, verdict(null, Cause.GREYLIST, null), NO_CHANCE))
                .isEqualTo(Duration.ofSeconds(301));
        assertThat(retry.delay(2, verdict(null, Cause.GREYLIST, null), NO_CHANCE))
                .isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whatTheReceiverAsksForGoesBeforeAll() {
        var retry = RetrySettings.defaults();
        assertThat(retry.delay(4, verdict(null, Cause.GREYLIST, Duration.ofSeconds(60)), NO_CHANCE))
                .isEqualTo(Duration.ofSeconds(61));
        assertThat(retry.delay(1, verdict(null, Cause.RATE, Duration.ofDays(9)), NO_CHANCE))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void theFirstOverrideThatFitsCounts() {
        var retry =
                RetrySettings.defaults()
                        .with(
                                List.of(
                                        new Override(
                                                Optional.of("yahoo"),
                                                Optional.of(Cause.MAILBOX_FULL),
                                                minutes(360)),
                                        new Override(
                                                Optional.of("yahoo"),
                                                Optional.empty(),
                                                minutes(20, 40)),
                                        new Override(
                                                Optional.empty(),
                                                Optional.of(Cause.DNS),
                                                minutes(5))));
        assertThat(delays(retry, verdict("yahoo", Cause.MAILBOX_FULL, null)))
                .isEqualTo(minutes(360, 360, 360, 360, 360, 360));
        assertThat(delays(retry, verdict("yahoo", Cause.GREYLIST, null)))
                .isEqualTo(minutes(20, 40, 40, 40, 40, 40));
        assertThat(delays(retry, verdict("gmail", Cause.DNS, null)))
                .isEqualTo(minutes(5, 5, 5, 5, 5, 5));
        assertThat(delays(retry, verdict("gmail", Cause.MAILBOX_FULL, null)))
                .isEqualTo(minutes(15, 30, 60, 120, 240, 240));
    }

    @Test
    void chanceMakesADelayAtMostATenthLonger() {
        var retry = RetrySettings.defaults();
        var verdict = verdict(null, Cause.SERVER_ERROR, null);
        var random = new java.util.Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(retry.delay(1, verdict, random))
                    .isBetween(Duration.ofMinutes(15), Duration.ofSeconds(990));
        }
        assertThat(retry.longest()).isEqualTo(Duration.ofHours(27));
    }

    @Test
    void noDelayIsNoSchedule() {
        assertThatThrownBy(() -> new Override(Optional.empty(), Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is a delay");
    }
}
