package org.restante.sending.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;

/// When a recipient is tried again after a refusal that speaks of the message or the recipient. A delay that the receiver names goes
/// before all of these. Each delay is up to a tenth longer by chance, so that what came together does not come again together.
///
/// @param delays after the first, second … refusal; the last of them from then on
/// @param longestNamed a receiver may ask for no more
/// @param overrides the first that fits takes the place of `delays`
public record RetrySettings(
        List<Duration> delays, Duration longestNamed, List<Override> overrides) {
    /// Delays for what a provider refuses, or for a cause, or for that cause at that provider.
    ///
    /// @param provider as the word of `knowledge/providers`; empty for any
    /// @param cause empty for any
    public record Override(
            Optional<String> provider, Optional<Cause> cause, List<Duration> delays) {
        public Override {
            delays = requireDelays(delays);
        }

        boolean fits(Verdict verdict) {
            return (provider.isEmpty() || provider.get().equals(verdict.provider()))
                    && (cause.isEmpty() || cause.get() == verdict.cause());
        }
    }

    /// Greylisters commonly ask for five minutes and say so seldom; what was learnt of a site goes before.
    private static final Override GREYLIST =
            new Override(
                    Optional.empty(),
                    Optional.of(Cause.GREYLIST),
                    List.of(
                            Duration.ofSeconds(301),
                            Duration.ofMinutes(30),
                            Duration.ofHours(1),
                            Duration.ofHours(2),
                            Duration.ofHours(4)));

    public RetrySettings {
        delays = requireDelays(delays);
        overrides = List.copyOf(overrides);
        if (longestNamed.isNegative()) {
            throw new IllegalArgumentException("the longest delay is not negative");
        }
    }

    private static List<Duration> requireDelays(List<Duration> delays) {
        if (delays.isEmpty() || delays.stream().anyMatch(one -> one.toMillis() < 1_000)) {
            throw new IllegalArgumentException("there is a delay, and each is a second or more");
        }
        return List.copyOf(delays);
    }

    /// Fifteen and thirty minutes, then doubling to four hours (RFC 5321 §4.5.4.1 asks for half an hour, and senders know sooner now).
    public static RetrySettings defaults() {
        var quarter = Duration.ofMinutes(15);
        var half = Duration.ofMinutes(30);
        var later = List.of(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4));
        return new RetrySettings(
                Stream.concat(Stream.of(quarter, half), later.stream()).toList(),
                Duration.ofHours(24),
                List.of(GREYLIST));
    }

    /// The same with these before all others.
    public RetrySettings with(List<Override> first) {
        return new RetrySettings(
                delays, longestNamed, Stream.concat(first.stream(), overrides.stream()).toList());
    }

    /// @param attempts made so far, the one just refused among them; at least 1
    Duration delay(int attempts, Verdict verdict, RandomGenerator chance) {
        var delay = named(verdict).orElseGet(() -> usual(attempts, verdict));
        return delay.plusMillis((long) (chance.nextDouble() * 0.1 * delay.toMillis()));
    }

    /// Whether neither the receiver nor the operator says when, so that what was learnt of the site's greylist does.
    boolean leavesToGreylist(Verdict verdict) {
        return verdict.cause() == Cause.GREYLIST
                && verdict.retryAfter() == null
                && overrides.stream()
                        .filter(one -> one.fits(verdict))
                        .findFirst()
                        .filter(GREYLIST::equals)
                        .isPresent();
    }

    /// A second on top: who counts whole seconds is not asked within the last of them.
    private Optional<Duration> named(Verdict verdict) {
        return Optional.ofNullable(verdict.retryAfter())
                .map(named -> named.plusSeconds(1))
                .map(asked -> asked.compareTo(longestNamed) > 0 ? longestNamed : asked);
    }

    private Duration usual(int attempts, Verdict verdict) {
        var all =
                overrides.stream()
                        .filter(one -> one.fits(verdict))
                        .findFirst()
                        .map(Override::delays)
                        .orElse(delays);
        return all.get(Math.min(attempts, all.size()) - 1);
    }

    /// Longer than any delay.
    Duration longest() {
        var longest =
                Stream.concat(
                                Stream.of(longestNamed),
                                Stream.concat(
                                        delays.stream(),
                                        overrides.stream().flatMap(one -> one.delays().stream())))
                        .max(Duration::compareTo)
                        .orElse(longestNamed);
        return longest.plus(longest.dividedBy(8));
    }
}
