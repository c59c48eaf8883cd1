package org.restante.record.logs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogRow.Kind;

/// Tells the columns of PowerMTA's accounting files that have no header from what stands in the cells.
final class HeaderlessPowerMta {
    private final CsvCells line;
    private final Timestamps times;
    private final int[] cellFrom;
    private final int[] cellTo;
    private final Map<Integer, PowerMtaLayout> guessed = new HashMap<>();
    private byte[] block = new byte[0];
    private int cells;

    /// @param line the cells of the line that is asked about
    HeaderlessPowerMta(CsvCells line, Timestamps times) {
        this.line = line;
        this.times = times;
        cellFrom = line.from;
        cellTo = line.to;
    }

    /// PowerMTA writes `2019-02-08 21:54:05+0000`, `02/08/2019 21:54:05+0000` or seconds since the epoch.
    static long time(Timestamps times, byte[] block, int from, int to) {
        if (to - from < 19) {
            return times.unix(block, from, to);
        }
        return block[from + 2] == '/'
                ? times.american(block, from, to)
                : times.iso(block, from, to);
    }

    /// The order of columns of a file without a header, by the manual's tables and samples; null when the cells do not fit.
    @Nullable PowerMtaLayout layout(byte[] in, Kind kind) {
        block = in;
        cells = line.count;
        int type = block[cellFrom[0]] << 8 | block[cellTo[0] - 1];
        var known = guessed.get(type);
        if (known != null) {
            return known;
        }
        var names = names(kind);
        if (names == null) {
            return null;
        }
        var layout = new PowerMtaLayout(List.of(names.split(",")));
        guessed.put(type, layout);
        return layout;
    }

    private @Nullable String names(Kind kind) {
        if (!isTime(1)) {
            return null;
        }
        return switch (kind) {
            case DELIVERED, BOUNCED, DEFERRED -> attemptNames();
            case RECEIVED ->
                    "type,timeLogged,orig,rcpt,orcpt,srcType,srcMta,rcvSourceIp,rcvDestinationIp,vmta,"
                            + (cells > 12 ? "vmtaPool," : "")
                            + "jobId,envId";
            case NOTED ->
                    isStatus(2)
                            ? "type,timeLogged,dsnStatus,dsnDiag,dsnMta,dlvType,dlvSourceIp,dlvDestinationIp,vmta,queue"
                            : isStatus(4)
                                    ? "type,timeLogged,queue,vmta,dsnStatus,dsnDiag,dsnMta,dlvType,dlvSourceIp,dlvDestinationIp"
                                    : "type,timeLogged,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,srcType,srcMta,envId";
            case BOUNCED_LATER ->
                    "type,timeLogged,orig,rcpt,orcpt,"
                            + (isStatus(6) ? "dsnAction," : "")
                            + "dsnStatus,dsnDiag,dsnMta,dsnReportingMta,bounceCat,srcType,srcMta,envId";
            case COMPLAINED ->
                    isWord(2)
                            ? "type,timeLogged,format,userAgent,envId,orig,rcpt,reportingMta,dlvSourceIp"
                            : "type,timeLogged,repSourceIp,feedbackType,format,userAgent,envId,orig,rcpt,reportingMta,dlvSourceIp,reportedDomain";
            case HANDED_ON, EXPIRED, WITHDRAWN, SUSPENDED, DESCRIBED, REMOVED -> null;
        };
    }

    /// After the type one to three times and perhaps the seconds queued; `bounceCat` was not always there.
    private String attemptNames() {
        var names = new StringBuilder("type,timeLogged");
        int at = 2;
        for (; at < 4 && isTime(at); at++) {
            names.append(at == 2 ? ",timeQueued" : ",timeOther");
        }
        if (isNumber(at)) {
            names.append(",totalSecondsQueued");
            at++;
        }
        names.append(",orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta");
        int category = at + 7;
        boolean sourceType =
                isText(category, "smtp") || isText(category, "api") || isText(category, "pickup");
        return names
                + (sourceType ? "" : ",bounceCat")
                + ",srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,dlvEsmtpAvailable,dlvSize,vmta,jobId,envId,queue,vmtaPool";
    }

    private boolean isTime(int cell) {
        return cell < cells && time(times, block, cellFrom[cell], cellTo[cell]) != Timestamps.NONE;
    }

    private boolean isNumber(int cell) {
        return cell < cells && Bytes.isNumber(block, cellFrom[cell], cellTo[cell]);
    }

    private boolean isStatus(int cell) {
        return cell < cells
                && cellTo[cell] - cellFrom[cell] >= 5
                && Bytes.isDigit(block[cellFrom[cell]])
                && block[cellFrom[cell] + 1] == '.'
                && Bytes.isDigit(block[cellFrom[cell] + 2]);
    }

    /// A word and not an address, nor nothing.
    private boolean isWord(int cell) {
        return cell < cells
                && cellTo[cell] > cellFrom[cell]
                && Bytes.find(block, cellFrom[cell], cellTo[cell], (byte) '.') == cellTo[cell];
    }

    private boolean isText(int cell, String text) {
        return cell < cells && Bytes.equal(block, cellFrom[cell], cellTo[cell], Bytes.of(text));
    }
}
