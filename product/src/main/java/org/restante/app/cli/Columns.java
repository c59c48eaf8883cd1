package org.restante.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Words of tables about the queue.
final class Columns {
    private Columns() {}

    /// The text in exactly so many columns; what is too long loses its middle, for both ends of an address tell something.
    static String fit(String text, int width) {
        if (text.length() <= width) {
            return text + " ".repeat(width - text.length());
        }
        int head = width / 2;
        return text.substring(0, head) + "…" + text.substring(text.length() - (width - head - 1));
    }

    static String text(JsonNode node, String key) {
        var value = node.get(key);
        return value == null || value.isNull() ? "" : value.asString("");
    }

    /// What others said may not steer the terminal.
    static String printable(String text) {
        return text.replace('\n', ' ').replaceAll("\\p{Cntrl}", "?");
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String what) {
        return count(number) + " " + what + (number == 1 ? "" : "s");
    }

    /// `in 12m`, `now`, `3h ago`.
    static String when(String time, Instant now) {
        if (time.isEmpty()) {
            return "";
        }
        var length = Duration.between(now, Instant.parse(time));
        if (length.abs().toSeconds() < 1) {
            return "now";
        }
        return length.isNegative() ? span(length.negated()) + " ago" : "in " + span(length);
    }

    static String span(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7200) {
            return seconds / 60 + "m";
        }
        return seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    static String octets(long octets) {
        if (octets < 10_240) {
            return count(octets) + " octets";
        }
        return octets < 10_485_760
                ? count(octets / 1024) + " KiB"
                : count(octets / 1_048_576) + " MiB";
    }

    /// A time to the second, as it is in UTC.
    static String time(String time) {
        return time.isEmpty() ? "" : Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String bold(Surroundings surroundings, String text) {
        return surroundings.colours() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    static String ink(Surroundings surroundings, String code, String text) {
        return surroundings.colours() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
