package org.restante.app.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Numbers and times as people read them. Times are UTC.
public final class Figures {
    /// What stands where a figure is unknown.
    public static final String UNKNOWN = "–";

    private static final DateTimeFormatter HOUR = formatter("HH:mm");
    private static final DateTimeFormatter DAY = formatter("d MMM");
    private static final DateTimeFormatter DAY_AND_HOUR = formatter("d MMM HH:mm");
    private static final DateTimeFormatter FULL = formatter("d MMM yyyy HH:mm");

    private Figures() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /// `1,650,000`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1,204 attempts`, `1 attempt`.
    public static String count(long number, String one) {
        return count(number) + " " + (number == 1 ? one : one + "s");
    }

    /// `62 %`, `4.2 %`, `< 0.1 %`; never rounds to none or to all what is neither.
    public static String percent(double share) {
        double percent = share * 100;
        if (percent > 0 && percent < 0.1) {
            return "< 0.1 %";
        }
        if (percent < 100 && percent >= 99.5) {
            return "> 99 %";
        }
        if (percent == 0 || percent >= 9.95) {
            return Math.round(percent) + " %";
        }
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /// `12`, `0.4`.
    static String decimal(double number) {
        return number >= 9.95
                ? count(Math.round(number))
                : String.format(Locale.ROOT, "%.1f", number);
    }

    public static String percent(OptionalDouble share) {
        return share.isEmpty() ? UNKNOWN : percent(share.getAsDouble());
    }

    /// `0.4 s`, `12 s`, `4 min`, `2 h 05 min`, `3 d 4 h`.
    public static String duration(@Nullable Duration time) {
        if (time == null) {
            return UNKNOWN;
        }
        long seconds = time.toSeconds();
        if (seconds < 10 && time.toMillis() % 1000 != 0) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return Math.round(seconds / 60.0) + " min";
        }
        return longDuration(Math.round(seconds / 60.0));
    }

    /// The same for a narrow column: `0.4 s`, `4 min`, `4.9 h`, `3.2 d`.
    public static String brief(@Nullable Duration time) {
        if (time == null || time.toSeconds() < 7200) {
            return duration(time);
        }
        double hours = time.toSeconds() / 3600.0;
        return hours < 48 ? decimal(hours) + " h" : decimal(hours / 24) + " d";
    }

    private static String longDuration(long minutes) {
        long hours = minutes / 60;
        if (hours >= 48) {
            return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
        }
        return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    /// `09:20`.
    public static String hour(Instant time) {
        return HOUR.format(time);
    }

    /// `18 Nov`.
    public static String day(Instant time) {
        return DAY.format(time);
    }

    /// `09:20`, or `18 Nov 09:20` where the hour alone would not say when.
    public static String time(Instant time, boolean withDay) {
        return (withDay ? DAY_AND_HOUR : HOUR).format(time);
    }

    /// `18 Nov 2026 09:20`.
    public static String full(Instant time) {
        return FULL.format(time);
    }

    /// `28 May 2026 00:00 to 19:58 UTC`.
    public static String period(Instant from, Instant to) {
        var end = day(from).equals(day(to)) ? hour(to) : full(to);
        return full(from) + " to " + end + " UTC";
    }

    /// `412 MiB`, `1.0 GiB`.
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1023.5 && unit < 4) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, size < 9.95 ? "%.1f" : "%.0f", size)
                + " "
                + "KMGTP".charAt(unit)
                + "iB";
    }
}
