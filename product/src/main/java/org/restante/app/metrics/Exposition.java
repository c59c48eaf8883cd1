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
        var text = written(labels);
        return is(text.isEmpty() ? "" : '{' + text + '}', value);
    }

    private static String written(Map<String, String> labels) {
        var text = new StringBuilder();
        labels.forEach((label, said) ->
                text.append(text.isEmpty() ? "" : ",")
                        .append(label)
                        .append("=\"")
                        .append(
                                said.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n"))
                        .append('"'));
        return text.toString();
    }

    private Exposition is(String labels, double value) {
        sample(name, labels, number(value));
        return this;
    }

    /// Begins durations in seconds.
    public Exposition histogram(String metric, String help) {
        return begin(metric, "histogram", help);
    }

    /// Durations with these labels.
    ///
    /// @param bounds in seconds, rising
    /// @param atMost how many were at most so long, for each bound
    public Exposition are(
            Map<String, String> labels, double[] bounds, long[] atMost, long all, double sum) {
        var text = written(labels);
        var more = text.isEmpty() ? "" : text + ',';
        for (int i = 0; i < bounds.length; i++) {
            sample(name + "_bucket", bucket(more, number(bounds[i])), Long.toString(atMost[i]));
        }
        var whole = text.isEmpty() ? "" : '{' + text + '}';
        sample(name + "_bucket", bucket(more, "+Inf"), Long.toString(all));
        sample(name + "_sum", whole, number(sum));
        sample(name + "_count", whole, Long.toString(all));
        return this;
    }

    private static String bucket(String labels, String bound) {
        return '{' + labels + "le=\"" + bound + "\"}";
    }

    private void sample(String metric, String labels, String value) {
        page.append(metric).append(labels).append(' ').append(value).append('\n');
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
