package org.restante.record.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;

/// Counts events one by one, as simply as it can be said.
final class Recount {
    private Recount() {}

    static @Nullable String value(Event event, Cut cut) {
        var tried = event.attempt();
        return switch (cut) {
            case PROVIDER -> event.provider();
            case DOMAIN -> event.recipientDomain();
            case SITE -> event.site();
            case TENANT -> event.tenant();
            case STREAM -> event.stream();
            case CAMPAIGN -> event.campaign();
            case ORIGIN -> event.origin();
            case MX_HOST -> tried == null ? null : tried.mxHost();
            case SOURCE -> tried == null ? null : tried.source();
            case POOL -> tried == null ? null : tried.pool();
            case CAUSE -> tried == null ? null : tried.cause();
            case STAGE -> tried == null || tried.stage() == null ? null : tried.stage().word();
        };
    }

    static List<Event> within(List<Event> events, Instant from, Instant to) {
        return events.stream()
                .filter(event -> !event.time().isBefore(from) && event.time().isBefore(to))
                .toList();
    }

    /// Counts without delays, by a key; `-` for what is unknown.
    static Map<String, List<Long>> by(List<Event> events, Function<Event, @Nullable String> key) {
        return events.stream()
                .collect(
                        Collectors.groupingBy(
                                event -> {
                                    var value = key.apply(event);
                                    return value == null ? "-" : value;
                                },
                                TreeMap::new,
                                Collectors.collectingAndThen(
                                        Collectors.toList(), Recount::counts)));
    }

    static List<Long> counts(List<Event> events) {
        return List.of(
                count(events, event -> event.type() == EventType.DELIVERED),
                count(events, event -> event.type() == EventType.DEFERRED),
                count(events, event -> event.type() == EventType.BOUNCED),
                count(events, event -> event.type() == EventType.HELD && event.attempt() != null),
                count(events, event -> event.type() == EventType.EXPIRED),
                count(events, event -> event.type() == EventType.RECEIVED),
                count(events, event -> event.type() == EventType.COMPLAINED),
                count(events, event -> deliveredAt(event, 1, 1)),
                count(events, event -> deliveredAt(event, 2, 2)),
                count(events, event -> deliveredAt(event, 3, Integer.MAX_VALUE)));
    }

    static List<Long> counts(Found.Counts counts) {
        return List.of(
                counts.delivered(),
                counts.deferred(),
                counts.bounced(),
                counts.suspended(),
                counts.expired(),
                counts.received(),
                counts.complained(),
                counts.first(),
                counts.second(),
                counts.later());
    }

    private static boolean deliveredAt(Event event, int least, int most) {
        var tried = event.attempt();
        return event.type() == EventType.DELIVERED
                && tried != null
                && tried.number() != null
                && tried.number() >= least
                && tried.number() <= most;
    }

    private static long count(List<Event> events, Predicate<Event> which) {
        return events.stream().filter(which).count();
    }

    /// The delay in seconds that the share `q` of deliveries is not above; NaN without any.
    static double quantile(List<Event> events, double q) {
        var delays =
                events.stream()
                        .filter(event -> event.type() == EventType.DELIVERED)
                        .map(event -> event.attempt() == null ? null : event.attempt().delayMs())
                        .filter(delay -> delay != null)
                        .sorted()
                        .toList();
        return delays.isEmpty()
                ? Double.NaN
                : delays.get((int) Math.max(1, Math.ceil(q * delays.size())) - 1) / 1000.0;
    }
}
