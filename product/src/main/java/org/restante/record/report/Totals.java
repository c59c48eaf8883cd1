package org.restante.record.report;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The sums over everything that was read.
///
/// @param suspended recipients put off without being tried; no attempts
/// @param expired recipients whose lifetime ended; no attempts
/// @param received messages accepted into the queue
/// @param messages messages with at least one attempt
/// @param messagesDeferred messages with at least one deferral
/// @param deferredThenDelivered recipients that were deferred at least once and delivered later
/// @param deferredThenGivenUp recipients that were deferred at least once and bounced or expired later
/// @param deferredStill recipients that were deferred and had no end when the log ended
/// @param deliveryP50 time from the queue to delivery, median; null where no delivery tells it
/// @param recoveryP50 time from the first deferral to delivery of those delivered after a deferral, median
/// @param handedOn recipients taken by a filter on this machine that gave them back under another queue id; no attempts
public record Totals(
        long attempts,
        long delivered,
        long deferred,
        long bounced,
        long suspended,
        long expired,
        long received,
        long messages,
        long messagesDeferred,
        long deferredThenDelivered,
        long deferredThenGivenUp,
        long deferredStill,
        @Nullable Duration deliveryP50,
        @Nullable Duration deliveryP90,
        @Nullable Duration recoveryP50,
        @Nullable Duration recoveryP90,
        long handedOn) {

    /// Deferred attempts ÷ all attempts.
    public OptionalDouble deferralRate() {
        return TableRow.share(deferred, attempts);
    }

    public OptionalDouble bounceRate() {
        return TableRow.share(bounced, attempts);
    }

    /// Of the deferred recipients whose end is known, the share that was delivered in the end.
    public OptionalDouble deferralToDelivery() {
        return TableRow.share(deferredThenDelivered, deferredThenDelivered + deferredThenGivenUp);
    }
}
