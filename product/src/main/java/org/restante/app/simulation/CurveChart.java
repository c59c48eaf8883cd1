package org.restante.app.simulation;

import java.util.Locale;
import org.restante.simulation.score.Curve;

/// A curve as inline SVG.
final class CurveChart {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 150;
    private static final int LEFT = 34;
    private static final int BOTTOM = 18;
    private static final int TOP = 8;

    private CurveChart() {}

    /// @param top the value at the upper edge, messages a second; what is higher is cut off there
    static String svg(Curve curve, double top) {
        int bins = curve.accepted().length;
        double hours = bins * curve.binSeconds() / 3600;
        return String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"accepted and wasted over time\">",
                        WIDTH,
                        HEIGHT)
                + "<path class=\"wasted\" d=\""
                + line(curve.wasted(), top)
                + String.format(
                        Locale.ROOT,
                        "L%.1f,%dL%d,%dZ\"/>",
                        x(bins - 1, bins),
                        HEIGHT - BOTTOM,
                        LEFT,
                        HEIGHT - BOTTOM)
                + "<path class=\"limit\" d=\""
                + line(curve.limit(), top)
                + "\"/><path class=\"accepted\" d=\""
                + line(curve.accepted(), top)
                + "\"/>"
                + String.format(
                        Locale.ROOT,
                        "<path class=\"axis\" d=\"M%d,%dV%dH%d\" fill=\"none\"/>",
                        LEFT,
                        TOP,
                        HEIGHT - BOTTOM,
                        WIDTH)
                + text(LEFT - 4, TOP + 8, "end", number(top))
                + text(LEFT - 4, HEIGHT - BOTTOM, "end", "0")
                + text(LEFT, HEIGHT - 4, "start", "0 h")
                + text(WIDTH, HEIGHT - 4, "end", number(hours) + " h")
                + "</svg>";
    }

    private static String line(double[] values, double top) {
        var path = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double value = Math.min(top, values[i]);
            double y = HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
            path.append(
                    String.format(
                            Locale.ROOT,
                            "%s%.1f,%.1f",
                            i == 0 ? "M" : "L",
                            x(i, values.length),
                            y));
        }
        return path.toString();
    }

    private static double x(int bin, int bins) {
        return LEFT + (double) bin / Math.max(1, bins - 1) * (WIDTH - LEFT);
    }

    private static String text(int x, int y, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                words);
    }

    private static String number(double value) {
        return value >= 10
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }
}
