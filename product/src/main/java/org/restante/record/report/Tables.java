package org.restante.record.report;

import java.util.List;

/// The attempts by each dimension the log shows, rows by attempts, falling; what is beyond the top is the last row,
/// [TableRow#OTHERS]. A dimension the log does not hold has the one row [TableRow#UNKNOWN], or none.
///
/// @param byStage of attempts that were not accepted, the stage at which they were refused
/// @param byCause of attempts that were not accepted, the cause
/// @param byHour keys are RFC 3339 hours in UTC, in order of time
public record Tables(
        List<TableRow> byProvider,
        List<TableRow> byDomain,
        List<TableRow> bySource,
        List<TableRow> byMxHost,
        List<TableRow> byStage,
        List<TableRow> byCause,
        List<TableRow> byStream,
        List<TableRow> byHour) {
    public Tables {
        byProvider = List.copyOf(byProvider);
        byDomain = List.copyOf(byDomain);
        bySource = List.copyOf(bySource);
        byMxHost = List.copyOf(byMxHost);
        byStage = List.copyOf(byStage);
        byCause = List.copyOf(byCause);
        byStream = List.copyOf(byStream);
        byHour = List.copyOf(byHour);
    }

    public static Tables empty() {
        return new Tables(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of());
    }
}
