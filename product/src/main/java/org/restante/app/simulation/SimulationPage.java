package org.restante.app.simulation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.restante.simulation.score.Figures;
import org.restante.simulation.score.Result;
import org.restante.simulation.score.Row;

/// Results as one self-contained page: for each scenario a table, and for each policy a chart of what was accepted and what was wasted
/// against the hidden limit.
public final class SimulationPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1d2430; --soft: #5d6675; --line: #d8dde5; --ground: #ffffff;
              --accepted: #1f77b4; --wasted: #c8402f; --limit: #8a93a3; --good: #21703a; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --soft: #a3acba; --line: #39414e; --ground: #14181f;
              --accepted: #6cb2ee; --wasted: #ff8a76; --limit: #7b8595; --good: #7fd197; --bad: #ff9d92; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } p, figcaption { color: var(--soft); }
            .table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; } th { color: var(--soft); font-weight: 600; }
            .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; margin-top: 1rem; }
            figure { margin: 0; } figure b { color: var(--ink); } svg { width: 100%; height: auto; display: block; }
            svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
            .limit { fill: none; stroke: var(--limit); stroke-dasharray: 4 3; } .accepted { fill: none; stroke: var(--accepted); stroke-width: 1.5; }
            .wasted { fill: var(--wasted); fill-opacity: .55; stroke: none; } .axis { stroke: var(--line); }
            .missed { color: var(--bad); } .met { color: var(--good); }
            .key span { display: inline-block; width: 1.4em; height: .25em; vertical-align: middle; margin: 0 .4em 0 1em; }
            """;

    private SimulationPage() {}

    public static String of(List<Result> results, List<Long> seeds) {
        var body = new StringBuilder();
        body.append("<h1>Receivers with hidden limits</h1>\n<p>Seeds ")
                .append(seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .append(
                        ". Efficiency is the area under what was delivered, against a clairvoyant's. The charts show the first seed, in messages a second.</p>\n")
                .append(
                        "<p class=\"key\"><span style=\"background:var(--accepted)\"></span>accepted<span style=\"background:var(--wasted)\"></span>wasted tries<span style=\"background:var(--limit)\"></span>the hidden limit</p>\n");
        if (results.stream()
                .anyMatch(result ->
                        result.rows().stream().anyMatch(row -> row.contestant().isLaw()))) {
            body.append(goals(results));
        }
        results.forEach(result -> body.append(section(result)));
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Restante: simulation</title>\n<style>\n"
                + STYLE
                + "</style>\n</head>\n<body>\n"
                + body
                + "</body>\n</html>\n";
    }

    private static String goals(List<Result> results) {
        var html = new StringBuilder("<h2>Goals</h2>\n<div class=\"table\"><table>\n");
        html.append(
                "<tr><th>Goal</th><th>must</th><th>aim</th><th>measured</th><th></th><th>decided by</th></tr>\n");
        for (var goal : Figured.measured(results)) {
            var style =
                    switch (goal.standing()) {
                        case AIM_MET, MUST_MET -> "met";
                        case MISSED, AIM_MISSED -> "missed";
                        case NOT_MEASURED -> "";
                    };
            html.append("<tr><td>")
                    .append(escaped(goal.name()))
                    .append("</td>")
                    .append(cell(Figured.bound(goal, goal.must())))
                    .append(cell(Figured.bound(goal, goal.aim())))
                    .append(cell(Figured.number(goal.measured())))
                    .append("<td class=\"")
                    .append(style)
                    .append("\">")
                    .append(Figured.standing(goal, results))
                    .append("</td>")
                    .append(cell(goal.where() == null ? "" : goal.where()))
                    .append("</tr>\n");
        }
        return html.append("</table></div>\n<p>")
                .append(escaped(Figured.notMeasured(results)))
                .append("</p>\n")
                .toString();
    }

    private static String section(Result result) {
        var html = new StringBuilder();
        html.append("<h2 id=\"")
                .append(escaped(result.scenario()))
                .append("\">")
                .append(escaped(result.scenario()))
                .append("</h2>\n<p>")
                .append(escaped(result.about()))
                .append("</p>\n<div class=\"table\"><table>\n")
                .append(
                        "<tr><th>Policy</th><th>efficiency</th><th>delivered</th><th>wasted per delivered</th><th>tx p50</th><th>tx p99</th><th>boxes</th><th>score</th></tr>\n");
        for (var row : result.rows()) {
            html.append("<tr><td>")
                    .append(row.contestant().word())
                    .append("</td>")
                    .append(cell(Figured.percent(row.mean(Figures::efficiency)) + " %"))
                    .append(cell(Figured.percent(row.mean(Figures::delivered)) + " %"))
                    .append(cell(Figured.wasted(row.mean(Figures::wasted))))
                    .append(cell(Figured.delay(row.mean(Figures::transactionalP50))))
                    .append(cell(Figured.delay(row.mean(Figures::transactionalP99))))
                    .append(cell(String.format(Locale.ROOT, "%.1f", row.mean(Figures::boxes))))
                    .append(cell(String.format(Locale.ROOT, "%.1f", row.mean(Figures::score))))
                    .append("</tr>\n");
        }
        html.append("</table></div>\n<div class=\"charts\">\n");
        double top = top(result);
        result.rows().forEach(row -> html.append(figure(row, top)));
        return html.append("</div>\n").toString();
    }

    /// All charts of a scenario have one scale: what is highest of the limit and of what anybody had accepted.
    private static double top(Result result) {
        double top = 0;
        for (var row : result.rows()) {
            for (double value : row.curve().accepted()) {
                top = Math.max(top, value);
            }
        }
        for (double value : result.rows().getFirst().curve().limit()) {
            top = Double.isFinite(value) ? Math.max(top, value) : top;
        }
        return top == 0 ? 1 : top * 1.05;
    }

    private static String figure(Row row, double top) {
        return "<figure>"
                + CurveChart.svg(row.curve(), top)
                + "<figcaption><b>"
                + row.contestant().word()
                + "</b>: "
                + escaped(row.contestant().about())
                + "</figcaption></figure>\n";
    }

    private static String cell(String text) {
        return "<td>" + escaped(text) + "</td>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
