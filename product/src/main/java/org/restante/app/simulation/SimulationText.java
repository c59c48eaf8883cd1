package org.restante.app.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.score.Figures;
import org.restante.simulation.score.Result;
import org.restante.simulation.score.Row;

/// Results as a table for the terminal, and for the reports kept in git.
public final class SimulationText {
    private static final String ROW = "  %-18s %10s %10s %9s %9s %9s %9s %6s %6s%n";

    private SimulationText() {}

    /// Everything: a table for each scenario, the means, and the goals as far as the law played.
    public static String of(List<Result> results, List<Long> seeds) {
        var text = new StringBuilder();
        results.forEach(result -> text.append(of(result)).append('\n'));
        text.append(means(results, seeds));
        if (results.stream().anyMatch(SimulationText::hasLaw)) {
            text.append('\n').append(goals(results));
        }
        return text.toString();
    }

    private static boolean hasLaw(Result result) {
        return result.rows().stream().anyMatch(row -> row.contestant().isLaw());
    }

    /// One scenario.
    public static String of(Result result) {
        var text = new StringBuilder();
        text.append(result.scenario()).append(": ").append(result.about()).append('\n');
        text.append(
                String.format(
                        Locale.ROOT,
                        ROW,
                        "policy",
                        "efficiency",
                        "delivered",
                        "wasted",
                        "tx p50",
                        "tx p99",
                        "bulk p50",
                        "boxes",
                        "score"));
        for (var row : result.rows()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            ROW,
                            row.contestant().word(),
                            Figured.percent(row.mean(Figures::efficiency)) + " %",
                            Figured.percent(row.mean(Figures::delivered)) + " %",
                            Figured.wasted(row.mean(Figures::wasted)),
                            Figured.delay(row.mean(Figures::transactionalP50)),
                            Figured.delay(row.mean(Figures::transactionalP99)),
                            Figured.delay(row.mean(Figures::bulkP50)),
                            String.format(Locale.ROOT, "%.1f", row.mean(Figures::boxes)),
                            String.format(Locale.ROOT, "%.1f", row.mean(Figures::score))));
        }
        for (var row : result.rows()) {
            var more = more(row, result);
            if (!more.isEmpty()) {
                text.append(
                        String.format(Locale.ROOT, "  %-18s %s%n", row.contestant().word(), more));
            }
        }
        return text.toString();
    }

    /// What only some scenarios show.
    private static String more(Row row, Result result) {
        var parts = new ArrayList<String>();
        if (row.contestant() != Contestant.ORACLE) {
            row.settlings().forEach(settling -> parts.add(settling.words()));
        }
        if (result.traits().hasInnocents()) {
            parts.add("innocents' p99 " + Figured.delay(row.mean(Figures::innocentsP99)));
        }
        if (row.mean(Figures::greylistExtraTries) > 0) {
            parts.add(
                    String.format(
                            Locale.ROOT,
                            "%.3f greylist tries beyond the first",
                            row.mean(Figures::greylistExtraTries)));
        }
        if (row.most(Figures::contentRefusals) > 0) {
            parts.add(
                    String.format(
                            Locale.ROOT,
                            "at most %.0f tries of an offending message",
                            row.most(Figures::contentRefusals)));
        }
        return String.join("; ", parts);
    }

    private static String means(List<Result> results, List<Long> seeds) {
        var entering = results.stream().filter(Result::entersTheMean).toList();
        if (entering.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Mean over %d scenarios (%s), seeds %s%n",
                        entering.size(),
                        entering.stream().map(Result::scenario).collect(Collectors.joining(", ")),
                        seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        text.append(
                String.format(
                        Locale.ROOT,
                        "  %-18s %10s %12s %12s %6s%n",
                        "policy",
                        "efficiency",
                        "worst",
                        "most wasted",
                        "score"));
        for (var contestant : Contestant.values()) {
            var rows = entering.stream().flatMap(result -> result.of(contestant).stream()).toList();
            if (!rows.isEmpty()) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "  %-18s %10s %12s %12s %6.1f%n",
                                contestant.word(),
                                Figured.percent(average(rows, Figures::efficiency)) + " %",
                                Figured.percent(
                                                rows.stream()
                                                        .mapToDouble(
                                                                r -> r.mean(Figures::efficiency))
                                                        .min()
                                                        .orElseThrow())
                                        + " %",
                                Figured.wasted(
                                        rows.stream()
                                                .mapToDouble(r -> r.mean(Figures::wasted))
                                                .max()
                                                .orElseThrow()),
                                average(rows, Figures::score)));
            }
        }
        return text.toString();
    }

    private static double average(
            List<Row> rows, java.util.function.ToDoubleFunction<Figures> figure) {
        return rows.stream().mapToDouble(row -> row.mean(figure)).average().orElseThrow();
    }

    /// The goal table, as far as the runs tell.
    public static String goals(List<Result> results) {
        var text = new StringBuilder();
        var measured = Figured.measured(results);
        if (measured.isEmpty()) {
            return Figured.notMeasured(results) + "\n";
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "%-62s %9s %9s %9s  %s%n",
                        "Goal",
                        "must",
                        "aim",
                        "measured",
                        ""));
        for (var goal : measured) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-62s %9s %9s %9s  %s%s%n",
                            goal.name(),
                            Figured.bound(goal, goal.must()),
                            Figured.bound(goal, goal.aim()),
                            Figured.number(goal.measured()),
                            Figured.standing(goal, results),
                            goal.where() == null || goal.where().isEmpty()
                                    ? ""
                                    : " (" + goal.where() + ")"));
        }
        var others = Figured.notMeasured(results);
        return others.isEmpty() ? text.toString() : text.append(others).append('\n').toString();
    }
}
