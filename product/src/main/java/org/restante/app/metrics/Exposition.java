package org.restante.app.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// One page of metrics being written (text format 0.0.4). Samples of one name stand together, so each name is begun once.
public final class Exposition {
    /// The page's content type.
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder page = new StringBuilder(16_384);
    private String name = "";

    /// Begins a number that only grows; its name ends in `_total`.
    public Exposition counter(String metric, String help) {
        return begin(metric, "counter", help);
    }

    /// Begins a number that goes up and down.
    public Exposition gauge(String metric, String help) {
        return begin(metric, "gauge", help);
    }

    private Exposition begin(String metric, String type, String help) {
        name = metric;
        page.append("# HELP ").append(metric).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
        return this;
    }

    /// The number, without labels.
    public Exposition is(double value) {
        return is("", value);
    }

    /// The number with these labels.
    public Exposition is(Map<String, String> labels, double value) {
        var text = new StringBuilder();
        labels.forEach((label, said) ->
                text.append(text.isEmpty() ? "{" : ",")
                        .append(label)
                        .append("=\"")
                        .append(
                                said.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n"))
                        .append('"'));
        return is(text.isEmpty() ? "" : text.append('}').toString(), value);
    }

    private Exposition is(String labels, double value) {
        page.append(name).append(labels).append(' ').append(number(value)).append('\n');
        return this;
    }

    /// A histogram of durations in seconds.
    ///
    /// @param bounds in seconds, rising
    /// @param counts how many were at most so long, for each bound
    public Exposition histogram(
            String metric, String help, double[] bounds, long[] counts, long all, double sum) {
        begin(metric, "histogram", help);
        for (int i = 0; i < bounds.length; i++) {
            bucket(metric, number(bounds[i]), counts[i]);
        }
        bucket(metric, "+Inf", all);
        page.append(metric).append("_sum ").append(number(sum)).append('\n');
        page.append(metric).append("_count ").append(all).append('\n');
        return this;
    }

    private void bucket(String metric, String bound, long count) {
        page.append(metric)
                .append("_bucket{le=\"")
                .append(bound)
                .append("\"} ")
                .append(count)
                .append('\n');
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(6, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                : "NaN";
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
