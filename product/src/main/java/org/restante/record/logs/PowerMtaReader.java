package org.restante.record.logs;

import static org.restante.record.logs.PowerMtaLayout.BOUNCE_CATEGORY;
import static org.restante.record.logs.PowerMtaLayout.DESTINATION_IP;
import static org.restante.record.logs.PowerMtaLayout.DSN_ACTION;
import static org.restante.record.logs.PowerMtaLayout.DSN_DIAG;
import static org.restante.record.logs.PowerMtaLayout.DSN_MTA;
import static org.restante.record.logs.PowerMtaLayout.DSN_STATUS;
import static org.restante.record.logs.PowerMtaLayout.FROM;
import static org.restante.record.logs.PowerMtaLayout.ORCPT;
import static org.restante.record.logs.PowerMtaLayout.QUEUE;
import static org.restante.record.logs.PowerMtaLayout.RCPT;
import static org.restante.record.logs.PowerMtaLayout.REPORTED_DOMAIN;
import static org.restante.record.logs.PowerMtaLayout.SECONDS_QUEUED;
import static org.restante.record.logs.PowerMtaLayout.SIZE;
import static org.restante.record.logs.PowerMtaLayout.SOURCE_IP;
import static org.restante.record.logs.PowerMtaLayout.TIME_LOGGED;
import static org.restante.record.logs.PowerMtaLayout.TIME_QUEUED;

import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads PowerMTA's accounting files: CSV (RFC 4180) with a header that names the columns, since every installation chooses
/// its own (`record-fields`).
///
/// The header is taken from the first bytes of the file, so that a file can be read in stretches side by side; a header met
/// in the middle (files laid one after the other) holds from there to the end of the stretch. A file without any header is
/// read by the manual's order of columns. A line end inside a quoted cell is not followed: both parts count as unread.
public final class PowerMtaReader implements LineReader {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] TYPE = Bytes.of("type");
    private static final byte[] EXPIRED = Bytes.of("message-expired");
    private static final byte[] INTERNAL = Bytes.of("[internal]");
    private static final byte[] NO_ADDRESS = Bytes.of("0.0.0.0");
    private static final byte[] SUCCESS = Bytes.of("success");
    private static final byte[] FAILED = Bytes.of("failed");

    private final Timestamps logged;
    private final Timestamps queued;
    private final LogRow row = new LogRow();
    private final CsvCells line = new CsvCells();
    private final int[] cellFrom = line.from;
    private final int[] cellTo = line.to;
    private @Nullable PowerMtaLayout layout;
    private final HeaderlessPowerMta headerless;
    private byte[] block = new byte[0];

    /// The 24 bytes of `2026-11-20 00:00:01+0000` that were read last, and what they came to.
    private long lastDate;

    private long lastClock;
    private long lastRest;
    private long lastTime = Timestamps.NONE;

    public PowerMtaReader(LogContext context) {
        logged = new Timestamps(context);
        queued = new Timestamps(context);
        headerless = new HeaderlessPowerMta(line, queued);
        var head = context.head();
        int end = Bytes.find(head, 0, head.length, (byte) '\n');
        if (end < head.length) {
            readHeader(head, 0, end);
        }
    }

    /// Whether the line is a header: its first cell is `type`.
    static boolean isHeader(byte[] block, int from, int to) {
        int at = Bytes.startsWith(block, from, to, BYTE_ORDER_MARK) ? from + 3 : from;
        at = at < to && block[at] == '"' ? at + 1 : at;
        return Wording.startsWith(block, at, to, TYPE)
                && at + 4 < to
                && (block[at + 4] == ',' || block[at + 4] == '"');
    }

    private void readHeader(byte[] in, int from, int to) {
        if (!isHeader(in, from, to)) {
            return;
        }
        int start = Bytes.startsWith(in, from, to, BYTE_ORDER_MARK) ? from + 3 : from;
        block = in;
        if (line.split(in, start, Bytes.trimEnd(in, start, to))) {
            var names = new java.util.ArrayList<String>();
            for (int i = 0; i < line.count; i++) {
                names.add(Bytes.text(in, cellFrom[i], cellTo[i]));
            }
            layout = new PowerMtaLayout(names);
        }
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        int end = to > from && in[to - 1] == '\r' ? to - 1 : to;
        if (end <= from) {
            return Reading.PASSED;
        }
        boolean isOneLetter = end > from + 1 && in[from + 1] == ',';
        if (!isOneLetter && isHeader(in, from, end)) {
            readHeader(in, from, end);
            return Reading.PASSED;
        }
        block = in;
        if (!line.split(in, from, end) || line.count < 3) {
            return Reading.UNPARSED;
        }
        var kind = kind(in, cellFrom[0], cellTo[0]);
        return kind == null ? Reading.UNPARSED : record(kind, sink);
    }

    /// What the record's type says; null when it is none of PowerMTA's.
    private static @Nullable Kind kind(byte[] in, int from, int to) {
        if (to == from + 1) {
            return switch (in[from]) {
                case 'd' -> Kind.DELIVERED;
                case 'b' -> Kind.BOUNCED;
                case 't' -> Kind.DEFERRED;
                case 'r' -> Kind.RECEIVED;
                case 'f' -> Kind.COMPLAINED;
                default -> null;
            };
        }
        if (to != from + 2) {
            return null;
        }
        return switch (in[from] << 8 | in[from + 1]) {
            case 't' << 8 | 'q', 'r' << 8 | 's' -> Kind.NOTED;
            case 'r' << 8 | 'b' -> Kind.BOUNCED_LATER;
            default -> null;
        };
    }

    private Reading record(Kind kind, RowSink sink) {
        var columns = layout != null ? layout : headerless.layout(block, kind);
        if (columns == null) {
            return Reading.UNPARSED;
        }
        row.clear(kind);
        row.time = timeLogged(columns.cell(TIME_LOGGED));
        if (row.time == Timestamps.NONE || kind != Kind.NOTED && !isFilled(columns.cell(RCPT))) {
            return Reading.UNPARSED;
        }
        fill(columns, kind);
        sink.accept(row);
        return Reading.READ;
    }

    private void fill(PowerMtaLayout columns, Kind kind) {
        for (int i = 0; i < columns.plainCells.length; i++) {
            set(columns.plainFields[i], columns.plainCells[i]);
        }
        if (!equal(columns, SOURCE_IP, NO_ADDRESS)) {
            set(Field.SOURCE_IP, columns, SOURCE_IP);
        }
        originalRecipient(columns.cell(ORCPT));
        nextHop(columns.cell(DSN_MTA), columns.cell(DESTINATION_IP));
        queue(columns.cell(QUEUE));
        waiting(columns);
        row.size = number(columns, SIZE);
        if (kind != Kind.RECEIVED) {
            reply(columns.cell(DSN_STATUS), columns.cell(DSN_DIAG));
            judge(columns);
        }
        fromDomain(columns);
        for (int i = 0; i < columns.extraCells.length; i++) {
            int cell = columns.extraCells[i];
            row.setExtra(columns.extraNames[i], block, cellFrom[cell], cellTo[cell]);
        }
    }

    /// `rfc822;user@example.com` (RFC 3461 §4.2), the type left away.
    private void originalRecipient(int cell) {
        if (isFilled(cell)) {
            int from = afterType(cellFrom[cell], cellTo[cell]);
            row.set(Field.ORIGINAL_RECIPIENT, block, from, cellTo[cell]);
        }
    }

    /// `mx1.example.com (192.0.2.1)`, the address perhaps in a cell of its own.
    private void nextHop(int cell, int address) {
        int from = cellFrom[cell];
        int to = cellTo[cell];
        int open = Bytes.find(block, from, to, (byte) '(');
        int nameEnd = Bytes.trimEnd(block, from, open);
        if (nameEnd > from && block[from] != '[') {
            row.set(Field.MX_HOST, block, from, nameEnd);
        }
        if (isFilled(address)) {
            set(Field.MX_IP, address);
        } else if (open < to) {
            row.set(Field.MX_IP, block, open + 1, Bytes.find(block, open, to, (byte) ')'));
        }
    }

    /// `example.com/vmta1`: the queue's domain (or roll-up) and its virtual MTA.
    private void queue(int cell) {
        int slash = Bytes.findLast(block, cellFrom[cell], cellTo[cell], (byte) '/');
        if (slash >= 0) {
            row.set(Field.QUEUE_DOMAIN, block, cellFrom[cell], slash);
            if (!row.has(Field.SOURCE)) {
                row.set(Field.SOURCE, block, slash + 1, cellTo[cell]);
            }
        }
    }

    private void waiting(PowerMtaLayout columns) {
        row.queuedAt = time(queued, columns, TIME_QUEUED);
        if (row.queuedAt != Timestamps.NONE && row.time >= row.queuedAt) {
            row.delay = row.time - row.queuedAt;
            return;
        }
        long seconds = number(columns, SECONDS_QUEUED);
        if (seconds >= 0) {
            row.delay = seconds * 1000;
        }
    }

    /// The status code from `4.7.0 (other or undefined security status)`, the text from `smtp;421 4.7.0 …`; without a reply
    /// the words in the brackets are the text.
    private void reply(int status, int diag) {
        int from = cellFrom[status];
        int to = cellTo[status];
        int end = Bytes.find(block, from, to, (byte) ' ');
        row.set(Field.STATUS, block, from, end);
        if (isFilled(diag)) {
            text(diag);
        } else if (end + 2 < to && block[end + 1] == '(') {
            int last = block[to - 1] == ')' ? to - 1 : to;
            if (!Bytes.equal(block, end + 2, last, SUCCESS)) {
                row.set(Field.TEXT, block, end + 2, last);
            }
        }
    }

    private void text(int cell) {
        line.put(row, Field.TEXT, cell, afterType(cellFrom[cell], cellTo[cell]));
    }

    private void set(Field field, PowerMtaLayout columns, int column) {
        set(field, columns.cell(column));
    }

    private void set(Field field, int cell) {
        line.put(row, field, cell, cellFrom[cell]);
    }

    /// Behind a type such as `smtp;` or `rfc822;` (RFC 3464 §2.3.6).
    private int afterType(int from, int to) {
        int limit = Math.min(to, from + 16);
        for (int at = from; at < limit; at++) {
            byte b = block[at];
            if (b == ';') {
                return at == from ? from : Bytes.skipBlanks(block, at + 1, to);
            }
            if (b != '-' && (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') && !Bytes.isDigit(b)) {
                return from;
            }
        }
        return from;
    }

    /// What follows from the columns together: a lifetime that ended, a trouble where no server replied, a report that a
    /// remote host failed to deliver.
    private void judge(PowerMtaLayout columns) {
        if (row.kind == Kind.BOUNCED && (equal(columns, BOUNCE_CATEGORY, EXPIRED) || expired())) {
            row.kind = Kind.EXPIRED;
        }
        if (row.kind == Kind.NOTED && equal(columns, DSN_ACTION, FAILED)) {
            row.kind = Kind.BOUNCED_LATER;
        }
        if (row.kind != Kind.DELIVERED && row.has(Field.TEXT)) {
            trouble();
        }
    }

    /// Status X.4.7: delivery time expired (RFC 3463 §3.5).
    private boolean expired() {
        int start = row.start(Field.STATUS);
        var in = row.bytes(Field.STATUS);
        return row.length(Field.STATUS) == 5 && in[start + 2] == '4' && in[start + 4] == '7';
    }

    private void trouble() {
        var in = row.bytes(Field.TEXT);
        int from = row.start(Field.TEXT);
        int to = row.end(Field.TEXT);
        if (!Wording.beginsWithCode(in, from, to) || Bytes.contains(in, from, to, INTERNAL)) {
            row.trouble = Wording.trouble(in, from, to);
        }
    }

    /// The domain of `Name <user@example.com>`.
    private void fromDomain(PowerMtaLayout columns) {
        set(Field.FROM_DOMAIN, columns, REPORTED_DOMAIN);
        int cell = columns.cell(FROM);
        int at = Bytes.findLast(block, cellFrom[cell], cellTo[cell], (byte) '@');
        if (at >= 0) {
            int end = at + 1;
            while (end < cellTo[cell]
                    && block[end] != '>'
                    && block[end] != ' '
                    && block[end] != ',') {
                end++;
            }
            row.set(Field.FROM_DOMAIN, block, at + 1, end);
        }
    }

    /// A log stays in one second for many lines: the same bytes are the same time.
    private long timeLogged(int cell) {
        int from = cellFrom[cell];
        int to = cellTo[cell];
        if (to - from != 24) {
            return HeaderlessPowerMta.time(logged, block, from, to);
        }
        long date = Bytes.longAt(block, from);
        long clock = Bytes.longAt(block, from + 8);
        long rest = Bytes.longAt(block, from + 16);
        if (date != lastDate || clock != lastClock || rest != lastRest) {
            lastTime = HeaderlessPowerMta.time(logged, block, from, to);
            lastDate = date;
            lastClock = clock;
            lastRest = rest;
        }
        return lastTime;
    }

    private long time(Timestamps times, PowerMtaLayout columns, int column) {
        int cell = columns.cell(column);
        return HeaderlessPowerMta.time(times, block, cellFrom[cell], cellTo[cell]);
    }

    private long number(PowerMtaLayout columns, int column) {
        int cell = columns.cell(column);
        return Bytes.number(block, cellFrom[cell], cellTo[cell]);
    }

    private boolean equal(PowerMtaLayout columns, int column, byte[] word) {
        int cell = columns.cell(column);
        return Bytes.equal(block, cellFrom[cell], cellTo[cell], word);
    }

    private boolean isFilled(int cell) {
        return cellTo[cell] > cellFrom[cell];
    }
}
