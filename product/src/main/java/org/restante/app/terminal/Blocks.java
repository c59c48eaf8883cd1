package org.restante.app.terminal;

import java.util.List;
import org.restante.record.report.Timeline.Counts;

/// Bars and sparklines made of letters.
final class Blocks {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final String ASCII_LEVELS = "_.-:=+*#";

    private Blocks() {}

    /// A bar of `width` columns, filled by `share` of it; something above nothing always shows.
    static String bar(double share, int width, boolean unicode) {
        long eighths = Math.round(Math.clamp(share, 0, 1) * width * 8);
        if (share > 0 && eighths == 0) {
            eighths = 1;
        }
        int whole = (int) (eighths / 8);
        int rest = (int) (eighths % 8);
        if (!unicode) {
            int filled = rest >= 4 || whole == 0 && rest > 0 ? whole + 1 : whole;
            return pad("#".repeat(filled), width);
        }
        var bar = "█".repeat(whole) + (rest == 0 ? "" : EIGHTHS.charAt(rest));
        return pad(bar, width);
    }

    /// The greater of deferral and bounce rate over time in at most `width` letters, the highest letter standing for `top`; a blank where
    /// nothing was tried. Blocks often come as 5xx, and a deferral rate alone would not show them.
    static String sparkline(List<Counts> counts, int width, double top, boolean unicode) {
        var levels = unicode ? LEVELS : ASCII_LEVELS;
        int letters = Math.min(width, counts.size());
        var line = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            double rate = rate(counts, i, letters);
            if (Double.isNaN(rate)) {
                line.append(' ');
                continue;
            }
            long level = Math.round(Math.min(1, rate / top) * (levels.length() - 1));
            line.append(levels.charAt((int) level));
        }
        return pad(line.toString(), width);
    }

    /// The highest rate that any letter of a sparkline of these counts stands for.
    static double peak(List<Counts> counts, int width) {
        int letters = Math.min(width, counts.size());
        double peak = 0;
        for (int i = 0; i < letters; i++) {
            double rate = rate(counts, i, letters);
            if (rate > peak) {
                peak = rate;
            }
        }
        return peak;
    }

    private static double rate(List<Counts> counts, int letter, int letters) {
        long attempts = 0;
        long deferred = 0;
        long bounced = 0;
        int end = (letter + 1) * counts.size() / letters;
        for (int i = letter * counts.size() / letters; i < end; i++) {
            attempts += counts.get(i).attempts();
            deferred += counts.get(i).deferred();
            bounced += counts.get(i).bounced();
        }
        return attempts == 0 ? Double.NaN : (double) Math.max(deferred, bounced) / attempts;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
