package org.restante.app.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Time spans as other servers write them, and as ours are written.
final class Spans {
    private static final Pattern PART =
            Pattern.compile(
                    "(\\d{1,9})\\s*(ms|millis\\w*|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|)(?![a-z])\\s*");
    private static final Pattern OURS = Pattern.compile("(\\d+)(ms|[smhd])");

    private Spans() {}

    /// A time span of another server as ours are written: `60s`, `5 minutes`, `1h`, `4d12h`; empty when it is none.
    ///
    /// @param unit of a bare number
    static Optional<String> of(String text, String unit) {
        var part = PART.matcher(text.strip().toLowerCase(Locale.ROOT));
        var span = new StringBuilder();
        int at = 0;
        while (part.find()) {
            if (part.start() != at) {
                return Optional.empty();
            }
            at = part.end();
            var word = part.group(2).isEmpty() ? unit : part.group(2);
            if (word.startsWith("w")) {
                span.append(Long.parseLong(part.group(1)) * 7).append('d');
            } else {
                span.append(part.group(1))
                        .append(
                                word.startsWith("ms") || word.startsWith("milli")
                                        ? "ms"
                                        : word.charAt(0));
            }
        }
        return at == text.strip().length() && at > 0
                ? Optional.of(span.toString())
                : Optional.empty();
    }

    /// As `restante.toml` has it.
    static String written(Duration span) {
        long seconds = span.toSeconds();
        return seconds % 3600 == 0
                ? seconds / 3600 + "h"
                : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// Delays that double, as other servers have them.
    ///
    /// @param longest from which on they stay the same
    static List<Duration> doubling(Duration first, Duration longest) {
        var delays = new ArrayList<Duration>();
        var delay = first;
        while (delay.compareTo(longest) < 0 && delays.size() < 20) {
            delays.add(delay);
            delay = delay.multipliedBy(2);
        }
        delays.add(longest.compareTo(first) < 0 ? first : longest);
        return delays;
    }

    /// A time span as [#of] writes it.
    static Duration duration(String span) {
        var part = OURS.matcher(span);
        var whole = Duration.ZERO;
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            whole =
                    whole.plus(
                            switch (part.group(2)) {
                                case "ms" -> Duration.ofMillis(amount);
                                case "s" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                case "h" -> Duration.ofHours(amount);
                                default -> Duration.ofDays(amount);
                            });
        }
        return whole;
    }
}
