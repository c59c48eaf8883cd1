package org.restante.insight.casefile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A text of lines, where a fact that is not known leaves no line.
final class Lines {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    Lines line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Lines line() {
        return line("");
    }

    Lines fact(String name, @Nullable String value) {
        return value == null || value.isBlank() ? this : line(name + ": " + value);
    }

    Lines time(String name, @Nullable Instant at) {
        return fact(name, at == null ? null : minute(at));
    }

    Lines all(String name, Collection<String> values, int most) {
        return fact(name, values.isEmpty() ? null : some(values, most));
    }

    /// A reply keeps its own lines, each further one set in.
    Lines reply(String name, @Nullable String reply) {
        return fact(name, reply == null ? null : reply.strip().replace("\n", "\n    "));
    }

    static String some(Collection<String> values, int most) {
        var shown = String.join(", ", values.stream().limit(most).toList());
        int rest = values.size() - most;
        return rest > 0 ? shown + " and " + rest + " more" : shown;
    }

    /// `203.0.113.10 (in 183 refusals)`; null when none is named.
    static @Nullable String named(List<CaseFacts.Named> addresses) {
        return addresses.isEmpty()
                ? null
                : addresses.stream()
                        .map(it -> it.address() + times(it.refusals()))
                        .collect(Collectors.joining(", "));
    }

    private static String times(long refusals) {
        return switch ((int) Math.min(refusals, 2)) {
            case 0 -> "";
            case 1 -> " (in 1 refusal)";
            default -> " (in " + number(refusals) + " refusals)";
        };
    }

    static String minute(Instant at) {
        return MINUTE.format(at);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
