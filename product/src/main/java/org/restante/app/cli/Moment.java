package org.restante.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A point of time as people type it: `2026-11-20`, `2026-11-20T09:20`, `2026-11-20 09:20:00`, `2026-11-20T09:20:00Z`, or a
/// length before the end of the log: `60m`, `4h`, `2d`, `90s`.
sealed interface Moment {
    /// @param instant the point itself
    record At(Instant instant) implements Moment {}

    /// @param length before the newest attempt of the log
    record BeforeEnd(Duration length) implements Moment {}

    Pattern LENGTH = Pattern.compile("(\\d{1,6})\\s*(s|m|min|h|d|w)");

    static Moment of(String text, ZoneId zone) {
        return find(text, zone)
                .orElseThrow(() ->
                        new InputError(
                                "'"
                                        + text
                                        + "' is no time; write 2026-11-20T09:20, 2026-11-20T09:20:00Z, or a length before the"
                                        + " end of the log such as 60m, 4h or 2d"));
    }

    /// Empty where the text is neither.
    static Optional<Moment> find(String text, ZoneId zone) {
        var length = LENGTH.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (length.matches()) {
            return Optional.of(
                    new BeforeEnd(length(Long.parseLong(length.group(1)), length.group(2))));
        }
        return at(text.strip().replace(' ', 'T'), zone).map(At::new);
    }

    /// A length alone.
    static Optional<Duration> length(String text) {
        var length = LENGTH.matcher(text.strip().toLowerCase(Locale.ROOT));
        return length.matches()
                ? Optional.of(length(Long.parseLong(length.group(1)), length.group(2)))
                : Optional.empty();
    }

    private static Duration length(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m", "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    private static Optional<Instant> at(String text, ZoneId zone) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return local(text, zone);
        }
    }

    private static Optional<Instant> local(String text, ZoneId zone) {
        try {
            var time =
                    text.contains("T")
                            ? LocalDateTime.parse(text)
                            : LocalDate.parse(text).atStartOfDay();
            return Optional.of(time.atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
