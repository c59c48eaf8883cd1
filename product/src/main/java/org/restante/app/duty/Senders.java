package org.restante.app.duty;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.record.report.ToldApart;

/// The domains of who sends, as far as they are told apart. One thread's.
final class Senders {
    /// When so many were met all begins anew: those that go on sending are soon told apart again.
    private static final int MOST = 20_000;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> streams = new HashMap<>();
    private ToldApart toldApart = new ToldApart();

    /// The sender's domain; null where it is not told apart.
    @Nullable String count(Event event) {
        var domain = domain(event);
        if (domain == null) {
            return null;
        }
        var stream = event.stream();
        if (isFull(numbers, domain) || stream != null && isFull(streams, stream)) {
            numbers.clear();
            streams.clear();
            toldApart = new ToldApart();
        }
        int number = numbers.computeIfAbsent(domain, _ -> numbers.size());
        int of = stream == null ? 0 : streams.computeIfAbsent(stream, _ -> 1 + streams.size());
        return toldApart.count(number, of) == 0 ? null : domain;
    }

    private static boolean isFull(Map<String, Integer> known, String name) {
        return known.size() == MOST && !known.containsKey(name);
    }

    /// The domain that people see its mail from, else the envelope's.
    static @Nullable String domain(Event event) {
        if (event.fromDomain() != null) {
            return event.fromDomain().toLowerCase(Locale.ROOT);
        }
        var path = Objects.requireNonNullElse(event.reversePath(), "");
        int at = path.lastIndexOf('@');
        return at < 0 || at + 1 == path.length()
                ? null
                : path.substring(at + 1).toLowerCase(Locale.ROOT);
    }
}
