package org.restante.record.report;

import java.util.List;
import java.util.OptionalDouble;

/// Provider × source, or provider × MX host where the log does not tell the source: where the deferrals are.
///
/// @param rows providers, by attempts, falling
/// @param columns sources or MX hosts, by attempts, falling
/// @param cells only those with attempts
public record Heat(Across across, List<String> rows, List<String> columns, List<Cell> cells) {
    /// What the columns are.
    public enum Across {
        SOURCE,
        MX_HOST
    }

    public Heat {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
    }

    public static Heat empty() {
        return new Heat(Across.SOURCE, List.of(), List.of(), List.of());
    }

    /// The attempts at one provider from one source (or at one MX host).
    public record Cell(String row, String column, long attempts, long deferred, long bounced) {
        public OptionalDouble deferralRate() {
            return TableRow.share(deferred, attempts);
        }

        /// Deferred or bounced: blocks often come as 5xx.
        public OptionalDouble refusalRate() {
            return TableRow.share(deferred + bounced, attempts);
        }
    }
}
