package org.restante.app.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.restante.record.report.TableRow;

/// A table of the page.
///
/// @param rates whether rows have rates of their attempts; else they are shares of all refusals
/// @param note what must be said of it; empty when nothing
public record PageTable(
        String id, String title, String key, boolean rates, List<Row> rows, String note) {
    private static final int ROWS = 15;

    /// One row, its figures as text.
    ///
    /// @param bar from 0 to 100
    /// @param grade 0 calm, 1 throttling, 2 grave
    public record Row(
            String key,
            boolean named,
            String attempts,
            String deferred,
            String bounced,
            String messages,
            String rate,
            double bar,
            int grade,
            String delayP50,
            String delayP90) {}

    static List<PageTable> of(ReportView view) {
        var tables = view.analysis().tables();
        var all = new ArrayList<PageTable>();
        rates(all, "providers", "Providers", "Provider", tables.byProvider(), view::name);
        shares(all, "causes", "Causes", "Cause", tables.byCause(), Words::causeLabel);
        sources(all, tables.bySource());
        rates(all, "streams", "Streams", "Stream", tables.byStream(), key -> key);
        rates(all, "hosts", "MX hosts", "MX host", tables.byMxHost(), key -> key);
        shares(all, "stages", "Stages", "Refused at", tables.byStage(), Words::stageLabel);
        rates(all, "domains", "Recipient domains", "Domain", tables.byDomain(), key -> key);
        return List.copyOf(all);
    }

    private static void sources(List<PageTable> all, List<TableRow> rows) {
        rates(all, "sources", "Sources", "Source", rows, key -> key);
        if (!rows.isEmpty() && rows.stream().noneMatch(TableRow::isNamed)) {
            all.add(
                    new PageTable(
                            "sources",
                            "Sources",
                            "Source",
                            true,
                            List.of(),
                            "This log does not tell from which source mail went out; a map given with --map can"
                                    + " declare it."));
        }
    }

    private static void rates(
            List<PageTable> all,
            String id,
            String title,
            String key,
            List<TableRow> rows,
            UnaryOperator<String> name) {
        if (rows.stream().noneMatch(TableRow::isNamed)) {
            return;
        }
        double most =
                rows.stream()
                        .mapToDouble(row -> row.deferralRate().orElse(0))
                        .reduce(0.1, Math::max);
        var shown =
                rows.stream()
                        .limit(ROWS)
                        .map(row -> row(row, name, row.deferralRate().orElse(0) / most, true))
                        .toList();
        all.add(new PageTable(id, title, key, true, shown, more(rows)));
    }

    private static void shares(
            List<PageTable> all,
            String id,
            String title,
            String key,
            List<TableRow> rows,
            UnaryOperator<String> name) {
        long refused = rows.stream().mapToLong(row -> row.deferred() + row.bounced()).sum();
        if (refused == 0) {
            return;
        }
        var shown =
                rows.stream()
                        .limit(ROWS)
                        .map(row ->
                                row(
                                        row,
                                        name,
                                        (double) (row.deferred() + row.bounced()) / refused,
                                        false))
                        .toList();
        all.add(new PageTable(id, title, key, false, shown, more(rows)));
    }

    /// The most refused first; the rest stays last.
    public static List<TableRow> byRefusals(List<TableRow> rows) {
        return rows.stream()
                .sorted(
                        Comparator.comparing((TableRow row) -> row.key().equals(TableRow.OTHERS))
                                .thenComparingLong(row -> -row.deferred() - row.bounced()))
                .toList();
    }

    private static String more(List<TableRow> rows) {
        return rows.size() <= ROWS
                ? ""
                : Figures.count(rows.size() - ROWS, "further row") + " in the JSON and CSV output.";
    }

    private static Row row(TableRow row, UnaryOperator<String> name, double share, boolean rates) {
        double rate = row.deferralRate().orElse(0);
        return new Row(
                name.apply(Plain.text(row.key())),
                row.isNamed(),
                Figures.count(rates ? row.attempts() : row.deferred() + row.bounced()),
                Figures.count(row.deferred()),
                Figures.count(row.bounced()),
                Figures.count(row.messages()),
                rates ? Figures.percent(row.deferralRate()) : Figures.percent(share),
                Math.round(1000 * Math.min(1, share)) / 10.0,
                !rates || rate < 0.15 ? 0 : rate < 0.25 ? 1 : 2,
                Figures.brief(row.delayP50()),
                Figures.brief(row.delayP90()));
    }
}
