package org.restante.sending.pacing;

import java.util.Locale;

/// A rate in words.
final class Rate {
    private Rate() {}

    /// Such as `3.1/s`, `12.0/min` or `unbounded`.
    static String text(double perSecond) {
        if (Double.isInfinite(perSecond)) {
            return "unbounded";
        }
        return perSecond >= 1
                ? text("%.1f/s", perSecond)
                : perSecond >= 1 / Seconds.MINUTE
                        ? text("%.1f/min", perSecond * Seconds.MINUTE)
                        : text("%.1f/h", perSecond * Seconds.HOUR);
    }

    private static String text(String format, double rate) {
        return String.format(Locale.ROOT, format, rate);
    }
}
