package org.restante.app.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a time span is written: `300ms`, `5m`, `72h`, `1h30m`.
final class Span {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern WRITTEN = Pattern.compile("(?:" + PART.pattern() + ")+");

    private Span() {}

    static Optional<Duration> of(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            return Optional.empty();
        }
        var span = Duration.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            span =
                    span.plus(
                            switch (part.group(2)) {
                                case "ms" -> Duration.ofMillis(amount);
                                case "s" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                case "h" -> Duration.ofHours(amount);
                                default -> Duration.ofDays(amount);
                            });
        }
        return Optional.of(span);
    }

    static String text(Duration span) {
        if (span.isZero()) {
            return "0s";
        }
        if (span.toHoursPart() == 0
                && span.toMinutesPart() == 0
                && span.toSeconds() % 60 == 0
                && span.toMillisPart() == 0
                && span.toDays() > 3) {
            return span.toDays() + "d";
        }
        var text = new StringBuilder();
        append(text, span.toHours(), "h");
        append(text, span.toMinutesPart(), "m");
        append(text, span.toSecondsPart(), "s");
        append(text, span.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
