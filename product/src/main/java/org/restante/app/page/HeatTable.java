package org.restante.app.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.IncidentScope;
import org.restante.record.report.Heat;
import org.restante.record.report.TableRow;

/// Where deferrals are: provider × source as a table, or each provider's MX hosts as a strip, for a host serves one
/// provider and a table would be mostly empty.
public record HeatTable(boolean strips, List<String> columns, List<Row> rows) {
    private static final int COLUMNS = 12;
    private static final int ROWS = 14;
    private static final int HOSTS = 8;

    /// A block often comes as a 5xx: from this share on bounces colour the field as deferrals do.
    private static final double MANY_BOUNCED = 0.15;

    /// One provider.
    ///
    /// @param incidents the numbers of those that cover all of it
    /// @param cells as many as columns, null where nothing was tried; in strips only those there are
    public record Row(String name, List<Integer> incidents, List<@Nullable Field> cells) {}

    /// @param bounced the share that bounced where it is worth a word, else empty
    /// @param heat from 0 to 1, how strongly the field is coloured
    /// @param incident the number of an incident that is here, 0 when there is none
    public record Field(
            String column,
            String rate,
            String attempts,
            String bounced,
            double heat,
            boolean few,
            int incident) {}

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    static HeatTable of(ReportView view) {
        var heat = view.analysis().heat();
        boolean strips = heat.across() == Heat.Across.MX_HOST;
        var columns = heat.columns().stream().limit(strips ? 0 : COLUMNS).toList();
        var rows = new ArrayList<Row>();
        for (var provider : heat.rows().stream().limit(ROWS).toList()) {
            var cells = heat.cells().stream().filter(cell -> cell.row().equals(provider)).toList();
            rows.add(
                    new Row(
                            view.name(Plain.text(provider)),
                            covering(view, provider, heat.across()),
                            strips ? strip(view, cells) : row(view, cells, columns)));
        }
        return new HeatTable(strips, columns.stream().map(Plain::text).toList(), rows);
    }

    private static List<@Nullable Field> strip(ReportView view, List<Heat.Cell> cells) {
        var fields = new ArrayList<@Nullable Field>();
        var largest = Comparator.comparingLong(Heat.Cell::attempts).reversed();
        for (var cell : cells.stream().sorted(largest).limit(HOSTS).toList()) {
            fields.add(field(view, cell, Heat.Across.MX_HOST));
        }
        return fields;
    }

    private static List<@Nullable Field> row(
            ReportView view, List<Heat.Cell> cells, List<String> columns) {
        Map<String, Heat.Cell> byColumn = new HashMap<>();
        cells.forEach(cell -> byColumn.put(cell.column(), cell));
        var fields = new ArrayList<@Nullable Field>();
        for (var column : columns) {
            var cell = byColumn.get(column);
            fields.add(cell == null ? null : field(view, cell, Heat.Across.SOURCE));
        }
        return fields;
    }

    private static Field field(ReportView view, Heat.Cell cell, Heat.Across across) {
        double rate = cell.deferralRate().orElse(0);
        double bounced = cell.attempts() == 0 ? 0 : (double) cell.bounced() / cell.attempts();
        return new Field(
                Plain.text(cell.column()),
                Figures.percent(cell.deferralRate()),
                Figures.count(cell.attempts()),
                bounced < MANY_BOUNCED ? "" : Figures.percent(bounced) + " bounced",
                Math.round(heat(Math.max(rate, bounced < MANY_BOUNCED ? 0 : bounced)) * 100)
                        / 100.0,
                cell.attempts() < Story.ENOUGH,
                incident(view, cell, across));
    }

    /// Below 2 % all is calm; from there the colour rises, quickly at first.
    private static double heat(double rate) {
        return rate < 0.02 ? 0 : Math.sqrt((rate - 0.02) / 0.98);
    }

    private static List<Integer> covering(ReportView view, String provider, Heat.Across across) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < view.shown().size(); i++) {
            var scope = view.shown().get(i).scope();
            if (column(scope, across) == null && scope.providers().contains(provider)) {
                numbers.add(i + 1);
            }
        }
        return numbers;
    }

    private static @Nullable String column(IncidentScope scope, Heat.Across across) {
        return across == Heat.Across.SOURCE ? scope.source() : scope.mxHost();
    }

    private static int incident(ReportView view, Heat.Cell cell, Heat.Across across) {
        for (int i = 0; i < view.shown().size(); i++) {
            if (covers(view.shown().get(i).scope(), cell, across)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean covers(IncidentScope scope, Heat.Cell cell, Heat.Across across) {
        if (column(scope, across) == null) {
            return cell.row().equals(TableRow.UNKNOWN) && isSiteOf(scope, cell.column());
        }
        return cell.column().equals(column(scope, across))
                && (scope.everywhere()
                        || scope.providers().contains(cell.row())
                        || cell.row().equals(TableRow.UNKNOWN));
    }

    /// Whether the host is one of a site that the incident covers and that nobody knows the provider of.
    private static boolean isSiteOf(IncidentScope scope, String host) {
        return scope.providers().stream()
                .anyMatch(site -> host.equals(site) || host.endsWith("." + site));
    }
}
