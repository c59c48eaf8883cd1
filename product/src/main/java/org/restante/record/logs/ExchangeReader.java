package org.restante.record.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads Exchange's message tracking log: CSV with its columns named in a `#Fields:` line.
///
/// SEND and SENDEXTERNAL by SMTP are deliveries to another server, DELIVER one to a mailbox; DEFER, FAIL and RECEIVE are what
/// they say; the rest tells nothing of delivery. A line of several recipients gives a row for each, with its own status.
/// Like PowerMTA's, the header is taken from the first bytes of the file.
public final class ExchangeReader implements LineReader {
    private static final byte[] FIELDS = Bytes.of("#Fields:");
    private static final byte[] SMTP = Bytes.of("SMTP");
    private static final String[] USUAL = {
        "date-time",
        "client-ip",
        "client-hostname",
        "server-ip",
        "server-hostname",
        "source-context",
        "connector-id",
        "source",
        "event-id",
        "internal-message-id",
        "message-id",
        "network-message-id",
        "recipient-address",
        "recipient-status",
        "total-bytes",
        "recipient-count",
        "related-recipient-address",
        "reference",
        "message-subject",
        "sender-address",
        "return-path"
    };

    private enum Column {
        DATE_TIME,
        CLIENT_HOSTNAME,
        SERVER_IP,
        SERVER_HOSTNAME,
        CONNECTOR_ID,
        SOURCE,
        EVENT_ID,
        INTERNAL_MESSAGE_ID,
        MESSAGE_ID,
        RECIPIENT_ADDRESS,
        RECIPIENT_STATUS,
        TOTAL_BYTES,
        SENDER_ADDRESS,
        RETURN_PATH;

        private final String inHeader = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final Column[] COLUMNS = Column.values();

    private final Timestamps times;
    private final LogRow row = new LogRow();
    private final CsvCells line = new CsvCells();
    private final int[] cellOf = new int[COLUMNS.length];
    private byte[] block = new byte[0];

    public ExchangeReader(LogContext context) {
        times = new Timestamps(context);
        columns(USUAL);
        var head = context.head();
        for (int at = 0; at < head.length; ) {
            int end = Bytes.find(head, at, head.length, (byte) '\n');
            if (Bytes.startsWith(head, at, end, FIELDS)) {
                fields(head, at, end);
                break;
            }
            at = end + 1;
        }
    }

    private void fields(byte[] in, int from, int to) {
        columns(
                Bytes.text(in, from + FIELDS.length, Bytes.trimEnd(in, from, to))
                        .strip()
                        .split("\\s*,\\s*"));
    }

    private void columns(String[] names) {
        Arrays.fill(cellOf, -1);
        for (var column : COLUMNS) {
            cellOf[column.ordinal()] = Arrays.asList(names).indexOf(column.inHeader);
        }
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        int end = Bytes.trimEnd(in, from, to);
        if (end == from || in[from] == '#') {
            if (Bytes.startsWith(in, from, end, FIELDS)) {
                fields(in, from, end);
            }
            return Reading.PASSED;
        }
        block = in;
        row.clear(Kind.NOTED);
        if (!line.split(in, from, end) || line.count < 9) {
            return Reading.UNPARSED;
        }
        int time = cell(Column.DATE_TIME);
        row.time = time < 0 ? Timestamps.NONE : times.iso(in, line.from[time], line.to[time]);
        if (row.time == Timestamps.NONE) {
            return Reading.UNPARSED;
        }
        return event(sink);
    }

    private Reading event(RowSink sink) {
        int event = cell(Column.EVENT_ID);
        var word = event < 0 ? "" : Bytes.text(block, line.from[event], line.to[event]);
        boolean smtp = isSource(SMTP);
        switch (word) {
            case "SEND", "SENDEXTERNAL" -> {
                if (!smtp) {
                    return Reading.PASSED;
                }
                row.kind = Kind.DELIVERED;
                set(Field.MX_HOST, Column.SERVER_HOSTNAME);
                set(Field.MX_IP, Column.SERVER_IP);
            }
            case "DELIVER" -> row.kind = Kind.DELIVERED;
            case "DEFER" -> row.kind = Kind.DEFERRED;
            case "FAIL" -> row.kind = Kind.BOUNCED;
            case "RECEIVE" -> {
                row.kind = Kind.RECEIVED;
                row.queuedAt = row.time;
            }
            default -> {
                return Reading.PASSED;
            }
        }
        message();
        return each(sink);
    }

    private boolean isSource(byte[] word) {
        int cell = cell(Column.SOURCE);
        return cell >= 0 && Bytes.equal(block, line.from[cell], line.to[cell], word);
    }

    private void message() {
        set(
                Field.LOG_HOST,
                row.kind == Kind.RECEIVED ? Column.SERVER_HOSTNAME : Column.CLIENT_HOSTNAME);
        set(Field.QUEUE_ID, Column.INTERNAL_MESSAGE_ID);
        set(Field.MESSAGE_ID, Column.MESSAGE_ID);
        set(Field.TRANSPORT, Column.CONNECTOR_ID);
        int path = cell(Column.RETURN_PATH);
        set(Field.REVERSE_PATH, path >= 0 ? Column.RETURN_PATH : Column.SENDER_ADDRESS);
        int size = cell(Column.TOTAL_BYTES);
        row.size = size < 0 ? -1 : Bytes.number(block, line.from[size], line.to[size]);
    }

    /// `recipient-address` and `recipient-status` are lists with `;` between; one status may hold several parts in brackets.
    private Reading each(RowSink sink) {
        int cell = cell(Column.RECIPIENT_ADDRESS);
        if (cell < 0) {
            return Reading.UNPARSED;
        }
        var recipients = list(cell);
        int status = cell(Column.RECIPIENT_STATUS);
        var statuses = status < 0 ? new ArrayList<int[]>() : list(status);
        boolean paired = statuses.size() == recipients.size() && recipients.size() > 1;
        for (int i = 0; i < recipients.size(); i++) {
            var one = recipients.get(i);
            row.set(Field.RECIPIENT, block, one[0], one[1]);
            if (row.kind != Kind.RECEIVED && !statuses.isEmpty()) {
                status(paired ? statuses.get(i) : new int[] {line.from[status], line.to[status]});
            }
            sink.accept(row);
        }
        return recipients.isEmpty() ? Reading.UNPARSED : Reading.READ;
    }

    private ArrayList<int[]> list(int cell) {
        var parts = new ArrayList<int[]>();
        int depth = 0;
        int start = line.from[cell];
        for (int at = start; at <= line.to[cell]; at++) {
            byte b = at == line.to[cell] ? (byte) ';' : block[at];
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            } else if (b == ';' && (depth <= 0 || at == line.to[cell])) {
                if (at > start) {
                    parts.add(new int[] {start, at});
                }
                start = at + 1;
            }
        }
        return parts;
    }

    /// A reply as it is, or the last error of `[{LED=550 5.1.1 …};{MSG=…};{FQDN=mx};{IP=192.0.2.1};{LRT=…}]`.
    private void status(int[] slice) {
        row.trouble = null;
        int from = slice[0];
        int to = slice[1];
        if (block[from] == '[') {
            part(Field.MX_HOST, from, to, FQDN);
            part(Field.MX_IP, from, to, IP);
            part(Field.TEXT, from, to, LAST_ERROR);
        } else {
            row.set(Field.TEXT, block, from, to);
        }
        if (row.has(Field.TEXT)) {
            Words.trouble(row);
        }
    }

    private static final byte[] LAST_ERROR = Bytes.of("{LED=");
    private static final byte[] FQDN = Bytes.of("{FQDN=");
    private static final byte[] IP = Bytes.of("{IP=");

    private void part(Field field, int from, int to, byte[] name) {
        int at = Bytes.find(block, from, to, name);
        if (at < to) {
            row.set(field, block, at + name.length, Bytes.find(block, at, to, (byte) '}'));
        }
    }

    private void set(Field field, Column column) {
        int cell = cell(column);
        if (cell >= 0) {
            line.put(row, field, cell, line.from[cell]);
        }
    }

    private int cell(Column column) {
        int cell = cellOf[column.ordinal()];
        return cell >= 0 && cell < line.count && line.to[cell] > line.from[cell] ? cell : -1;
    }
}
