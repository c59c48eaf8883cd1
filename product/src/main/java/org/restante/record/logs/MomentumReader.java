package org.restante.record.logs;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads Momentum's mainlog, bouncelog and fbllog: fields between `@`, one of them telling the kind of line.
///
/// A mainlog's failures name only the recipient's domain; the address stands in the line of its reception (kept by message
/// id) or in the bouncelog.
public final class MomentumReader implements LineReader {
    private static final int MOST_FIELDS = 32;
    private static final byte[] INTERNAL = Bytes.of("[internal]");
    private static final byte[] MAX_TIME = Bytes.of("exceeded max time");
    private static final byte[] TIMEOUT = Bytes.of("message timeout");
    private static final int OUT_OF_BAND = 21;

    private final Timestamps times;
    private final LogRow row = new LogRow();
    private final int[] from = new int[MOST_FIELDS];
    private final int[] to = new int[MOST_FIELDS];
    private int count;
    private byte[] block = new byte[0];

    public MomentumReader(LogContext context) {
        times = new Timestamps(context);
    }

    @Override
    public Reading read(byte[] in, int start, int stop, RowSink sink) {
        int end = Bytes.trimEnd(in, start, stop);
        if (end == start) {
            return Reading.PASSED;
        }
        block = in;
        split(start, end);
        row.clear(Kind.NOTED);
        row.time = times.unix(in, start, to[0]);
        if (count < 5 || row.time == Timestamps.NONE || times.end != to[0]) {
            return Reading.UNPARSED;
        }
        var reading = record();
        if (reading == Reading.READ) {
            sink.accept(row);
        }
        return reading;
    }

    /// Whether the line has the form of a mainlog or bouncelog record.
    static boolean isRecord(byte[] in, int start, int end) {
        int at = Bytes.find(in, start, Math.min(end, start + 17), (byte) '@');
        if (at - start != 10 && at - start != 16 || !Bytes.isNumber(in, start, at)) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            at = Bytes.find(in, at + 1, end, (byte) '@');
        }
        return at + 1 < end
                && "RDXTPBM".indexOf(in[at + 1]) >= 0
                && (at + 2 == end || in[at + 2] == '@' || in[at + 2] == '1');
    }

    private void split(int start, int end) {
        count = 0;
        int begin = start;
        for (int at = start; at <= end; at++) {
            if (at < end && block[at] == '\\') {
                at++;
            } else if (at == end || block[at] == '@' && count < MOST_FIELDS - 1) {
                from[count] = begin;
                to[count++] = Math.min(at, end);
                begin = at + 1;
            }
        }
        if (begin <= end && count < MOST_FIELDS && begin > to[Math.max(0, count - 1)] + 1) {
            from[count] = begin;
            to[count++] = end;
        }
    }

    /// Lines of the accounting, import and feedback logs have their kind in the second or third field.
    private Reading record() {
        if (to[1] - from[1] == 1 && "NTZ".indexOf(block[from[1]]) >= 0) {
            return Reading.PASSED;
        }
        if (to[2] - from[2] == 1 && "FI".indexOf(block[from[2]]) >= 0) {
            return block[from[2]] == 'F' ? complained() : Reading.PASSED;
        }
        if (to[4] - from[4] != 1) {
            return block[from[4]] == 'M' ? Reading.PASSED : Reading.UNPARSED;
        }
        boolean bouncelog = count >= 16;
        return switch (block[from[4]]) {
            case 'R' -> received();
            case 'D' -> delivered();
            case 'T' -> bouncelog ? bounced(Kind.DEFERRED) : failed(Kind.DEFERRED);
            case 'P' -> failed(Kind.BOUNCED);
            case 'B' -> bounced(Kind.BOUNCED);
            case 'X', 'M' -> Reading.PASSED;
            default -> Reading.UNPARSED;
        };
    }

    private void message() {
        set(Field.QUEUE_ID, 1);
        set(Field.SESSION_ID, 3);
    }

    private Reading received() {
        if (count < 14) {
            return Reading.UNPARSED;
        }
        row.kind = Kind.RECEIVED;
        row.queuedAt = row.time;
        set(Field.QUEUE_ID, 1);
        address(Field.RECIPIENT, 5);
        address(Field.REVERSE_PATH, 7);
        row.size = Bytes.number(block, from[10], to[10]);
        set(Field.POOL, 12);
        set(Field.SOURCE, 13);
        return Reading.READ;
    }

    private Reading delivered() {
        if (count < 12) {
            return Reading.UNPARSED;
        }
        row.kind = Kind.DELIVERED;
        message();
        set(Field.QUEUE_DOMAIN, 5);
        row.size = Bytes.number(block, from[6], to[6]);
        set(Field.POOL, 7);
        set(Field.SOURCE, 8);
        attempt(9);
        Words.delayed(row, Words.seconds(block, from[10], to[10]));
        set(Field.MX_IP, 11);
        return Reading.READ;
    }

    private Reading failed(Kind kind) {
        if (count < 14) {
            return Reading.UNPARSED;
        }
        row.kind = kind;
        message();
        set(Field.QUEUE_DOMAIN, 5);
        set(Field.POOL, 7);
        set(Field.SOURCE, 8);
        attempt(10);
        Words.delayed(row, Words.seconds(block, from[11], to[11]));
        set(Field.MX_IP, 12);
        text(13, (int) Bytes.number(block, from[9], to[9]));
        return Reading.READ;
    }

    /// A line of the bouncelog.
    private Reading bounced(Kind kind) {
        if (count < 16) {
            return Reading.UNPARSED;
        }
        int stage = (int) Bytes.number(block, from[11], to[11]);
        row.kind = stage == OUT_OF_BAND && kind == Kind.BOUNCED ? Kind.BOUNCED_LATER : kind;
        message();
        address(Field.RECIPIENT, 5);
        address(Field.REVERSE_PATH, 7);
        set(Field.POOL, 9);
        set(Field.SOURCE, 10);
        row.size = Bytes.number(block, from[13], to[13]);
        set(Field.MX_IP, 14);
        text(15, stage);
        return Reading.READ;
    }

    /// A line of the feedback log.
    private Reading complained() {
        if (count < 9) {
            return Reading.UNPARSED;
        }
        row.kind = Kind.COMPLAINED;
        address(Field.RECIPIENT, 3);
        set(Field.SOURCE, 5);
        set(Field.POOL, 6);
        return Reading.READ;
    }

    private void attempt(int field) {
        long retries = Bytes.number(block, from[field], to[field]);
        row.attempt = retries < 0 ? -1 : (int) Math.min(retries, 1 << 20) + 1;
    }

    private void text(int field, int phase) {
        plain(Field.TEXT, from[field], to[count - 1]);
        var in = row.bytes(Field.TEXT);
        int start = row.start(Field.TEXT);
        int end = row.end(Field.TEXT);
        boolean own = Bytes.contains(in, start, end, INTERNAL);
        if (row.kind == Kind.BOUNCED
                && own
                && (Bytes.contains(in, start, end, MAX_TIME)
                        || Bytes.contains(in, start, end, TIMEOUT))) {
            row.kind = Kind.EXPIRED;
            return;
        }
        row.stage = stage(phase);
        if (own || !Wording.beginsWithCode(in, start, end)) {
            row.trouble =
                    phase == 17 || phase == 18 ? Trouble.TLS : Wording.trouble(in, start, end);
        }
    }

    /// The phase of the session by Momentum's table of connection stages.
    private static @Nullable Stage stage(int phase) {
        return switch (phase) {
            case 2, 3 -> Stage.MAIL;
            case 4, 5 -> Stage.RCPT;
            case 6, 7 -> Stage.DATA;
            case 8, 9 -> Stage.CONTENT;
            case 10, 11 -> Stage.EHLO;
            case 12 -> Stage.GREETING;
            case 15, 16, 17, 18 -> Stage.STARTTLS;
            default -> null;
        };
    }

    /// A local part and a domain in two fields.
    private void address(Field field, int part) {
        if (to[part] > from[part] && to[part + 1] > from[part + 1]) {
            plain(field, from[part], to[part + 1]);
        }
    }

    private void set(Field field, int part) {
        plain(field, from[part], to[part]);
    }

    /// The slice with the backslashes before `@` and `\` taken away.
    private void plain(Field field, int start, int end) {
        ReplyCopy.unquoted(row, field, block, start, end);
    }
}
