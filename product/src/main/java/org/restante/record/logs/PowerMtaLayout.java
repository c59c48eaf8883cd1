package org.restante.record.logs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.restante.record.logs.LogRow.Field;

/// Which cell of a line of PowerMTA's accounting file holds which column.
final class PowerMtaLayout {
    static final int TYPE = 0;
    static final int TIME_LOGGED = 1;
    static final int TIME_QUEUED = 2;
    static final int SECONDS_QUEUED = 3;
    static final int ORIG = 4;
    static final int RCPT = 5;
    static final int ORCPT = 6;
    static final int DSN_ACTION = 7;
    static final int DSN_STATUS = 8;
    static final int DSN_DIAG = 9;
    static final int DSN_MTA = 10;
    static final int BOUNCE_CATEGORY = 11;
    static final int SOURCE_IP = 12;
    static final int DESTINATION_IP = 13;
    static final int SIZE = 14;
    static final int TLS_PROTOCOL = 15;
    static final int VMTA = 16;
    static final int JOB = 17;
    static final int ENVELOPE = 18;
    static final int QUEUE = 19;
    static final int POOL = 20;
    static final int REPORTED_DOMAIN = 21;
    static final int MESSAGE_ID = 22;
    static final int FROM = 23;

    /// The columns that matter here, by their numbers, as a header names them.
    private static final List<String> COLUMNS =
            List.of(
                    "type",
                    "timelogged",
                    "timequeued",
                    "totalsecondsqueued",
                    "orig",
                    "rcpt",
                    "orcpt",
                    "dsnaction",
                    "dsnstatus",
                    "dsndiag",
                    "dsnmta",
                    "bouncecat",
                    "dlvsourceip",
                    "dlvdestinationip",
                    "dlvsize",
                    "dlvtlsprotocol",
                    "vmta",
                    "jobid",
                    "envid",
                    "queue",
                    "vmtapool",
                    "reporteddomain",
                    "header_message-id",
                    "header_from");

    /// Columns whose cells are fields as they are.
    private static final Map<Integer, Field> PLAIN =
            Map.of(
                    RCPT, Field.RECIPIENT,
                    ORIG, Field.REVERSE_PATH,
                    VMTA, Field.SOURCE,
                    POOL, Field.POOL,
                    JOB, Field.CAMPAIGN,
                    ENVELOPE, Field.QUEUE_ID,
                    TLS_PROTOCOL, Field.TLS,
                    MESSAGE_ID, Field.MESSAGE_ID);

    private static final String HEADER = "header_";

    /// By column: its cell, [CsvCells#NO_CELL] for none.
    private final int[] cellOf = new int[COLUMNS.size()];

    /// The cells that are fields as they are.
    final int[] plainCells;

    final Field[] plainFields;

    /// The cells that are named values.
    final int[] extraCells;

    final String[] extraNames;

    /// @param names of the cells, in order
    PowerMtaLayout(List<String> names) {
        Arrays.fill(cellOf, CsvCells.NO_CELL);
        var extras = new TreeMap<Integer, String>();
        for (int cell = 0; cell < names.size(); cell++) {
            var name = names.get(cell).strip().toLowerCase(Locale.ROOT);
            int column = COLUMNS.indexOf(name);
            if (column >= 0 && !has(column)) {
                cellOf[column] = cell;
            }
            if (name.startsWith(HEADER)) {
                extras.put(cell, name.substring(HEADER.length()));
            } else if (name.equals("userstring")) {
                extras.put(cell, "meta:userstring");
            }
        }
        var plain = new TreeMap<Integer, Field>();
        PLAIN.forEach((column, field) -> {
            if (has(column)) {
                plain.put(cellOf[column], field);
            }
        });
        plainCells = plain.keySet().stream().mapToInt(Integer::intValue).toArray();
        plainFields = plain.values().toArray(Field[]::new);
        extraCells = extras.keySet().stream().mapToInt(Integer::intValue).toArray();
        extraNames = extras.values().toArray(String[]::new);
    }

    /// The cell of a column, [CsvCells#NO_CELL] when there is none.
    int cell(int column) {
        return cellOf[column];
    }

    private boolean has(int column) {
        return cellOf[column] != CsvCells.NO_CELL;
    }
}
