package org.restante.record.logs;

import org.restante.mail.smtp.Stage;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads what Haraka's outbound side logs: `delivered file=… domain=… host=… response="…" rcpts=ok/deferred/bounced`,
/// `recipient <…> deferred: …`, `recipient <…> rejected: …`, and failures of a whole message.
///
/// A delivery names its domain and how many recipients were taken, not who they were: a row for each, without a recipient.
public final class HarakaReader implements LineReader {
    private static final int MOST_RECIPIENTS = 1000;
    private static final byte[] OUTBOUND = Bytes.of("[outbound] ");
    private static final byte[] DELIVERED = Bytes.of("delivered file=");
    private static final byte[] RECIPIENT = Bytes.of("recipient <");
    private static final byte[] REJECTED = Bytes.of("> rejected: ");
    private static final byte[] DEFERRED = Bytes.of("> deferred: ");
    private static final byte[] TEMP_FAILING = Bytes.of("Temp failing ");
    private static final byte[] SECONDS = Bytes.of(" seconds: ");
    private static final byte[] BOUNCING = Bytes.of("bouncing mail: ");
    private static final byte[] SOME = Bytes.of("Some recipients ");
    private static final byte[] UPSTREAM = Bytes.of("Upstream error: ");
    private static final byte[] TOO_MANY = Bytes.of("Too many failures (");
    private static final byte[] DOMAIN = Bytes.of("domain=");
    private static final byte[] HOST = Bytes.of("host=");
    private static final byte[] IP = Bytes.of("ip=");
    private static final byte[] TLS = Bytes.of("tls=");
    private static final byte[] RESPONSE = Bytes.of("response=");
    private static final byte[] DELAY = Bytes.of("delay=");
    private static final byte[] FAILS = Bytes.of("fails=");
    private static final byte[] RCPTS = Bytes.of("rcpts=");

    private final SyslogLine syslog;
    private final Timestamps times;
    private final LogRow row = new LogRow();
    private byte[] block = new byte[0];
    private int end;

    public HarakaReader(LogContext context) {
        syslog = new SyslogLine(context);
        times = new Timestamps(context);
    }

    /// Whether the line is of Haraka's outbound side.
    static boolean isOutbound(byte[] in, int from, int to) {
        return Bytes.contains(in, from, Math.min(to, from + 240), OUTBOUND);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        row.clear(Kind.NOTED);
        block = in;
        end = Bytes.trimEnd(in, from, to);
        int at = from;
        if (end > at && Bytes.isDigit(in[at])) {
            row.time = times.iso(in, at, end);
        }
        if (row.time == Timestamps.NONE && syslog.read(in, from, end)) {
            block = syslog.block;
            at = syslog.messageFrom;
            end = syslog.messageTo;
            row.time = syslog.time;
            row.set(Field.LOG_HOST, block, syslog.hostFrom, syslog.hostTo);
        }
        int outbound = Bytes.find(block, at, Math.min(end, at + 240), OUTBOUND);
        if (outbound >= Math.min(end, at + 240)) {
            return Reading.PASSED;
        }
        id(at, outbound);
        return message(Bytes.skipBlanks(block, outbound + OUTBOUND.length, end), sink);
    }

    /// The id in the brackets before `[outbound]`.
    private void id(int from, int to) {
        int close = Bytes.findLast(block, from, to, (byte) ']');
        int open = Bytes.findLast(block, from, Math.max(from, close), (byte) '[');
        if (open >= 0 && close - open > 8) {
            row.set(Field.QUEUE_ID, block, open + 1, close);
        }
    }

    private Reading message(int at, RowSink sink) {
        if (Bytes.startsWith(block, at, end, DELIVERED)) {
            return delivered(at + DELIVERED.length, sink);
        }
        if (Bytes.startsWith(block, at, end, RECIPIENT)) {
            return recipient(at + RECIPIENT.length, sink);
        }
        if (Bytes.startsWith(block, at, end, TEMP_FAILING)) {
            int text = Bytes.find(block, at, end, SECONDS) + SECONDS.length;
            return text > end ? Reading.UNPARSED : whole(Kind.DEFERRED, text, sink);
        }
        if (Bytes.startsWith(block, at, end, BOUNCING)) {
            return whole(Kind.BOUNCED, at + BOUNCING.length, sink);
        }
        return Reading.PASSED;
    }

    private Reading delivered(int at, RowSink sink) {
        row.kind = Kind.DELIVERED;
        set(Field.QUEUE_DOMAIN, at, DOMAIN);
        set(Field.MX_HOST, at, HOST);
        set(Field.MX_IP, at, IP);
        int delay = Words.value(block, at, end, DELAY);
        if (delay >= 0) {
            Words.delayed(row, Words.seconds(block, delay, Words.end(block, delay, end)));
        }
        int fails = Words.value(block, at, end, FAILS);
        long failed = fails < 0 ? -1 : Bytes.number(block, fails, Words.end(block, fails, end));
        row.attempt = failed < 0 ? -1 : (int) Math.min(failed, 1 << 20) + 1;
        int tls = Words.value(block, at, end, TLS);
        if (tls >= 0 && tls < end && block[tls] == 'Y') {
            row.put(Field.TLS, "tls");
        }
        int response = Words.value(block, at, end, RESPONSE);
        if (response >= 0) {
            int stop = Words.end(block, response, end);
            boolean quoted = stop - response >= 2 && block[response] == '"';
            ReplyCopy.unescaped(
                    row,
                    Field.TEXT,
                    block,
                    quoted ? response + 1 : response,
                    quoted ? stop - 1 : stop);
        }
        long taken = taken(at);
        for (long i = 0; i < taken; i++) {
            sink.accept(row);
        }
        return Reading.READ;
    }

    /// The first number of `rcpts=2/0/1`; one where the line has none.
    private long taken(int at) {
        int from = Words.value(block, at, end, RCPTS);
        if (from < 0) {
            return 1;
        }
        long number = Bytes.number(block, from, Bytes.find(block, from, end, (byte) '/'));
        return number < 0 ? 1 : Math.min(number, MOST_RECIPIENTS);
    }

    private Reading recipient(int at, RowSink sink) {
        int rejected = Bytes.find(block, at, end, REJECTED);
        int deferred = Bytes.find(block, at, end, DEFERRED);
        if (rejected == end && deferred == end) {
            return Reading.PASSED;
        }
        row.kind = rejected < deferred ? Kind.BOUNCED : Kind.DEFERRED;
        row.stage = Stage.RCPT;
        int close = Math.min(rejected, deferred);
        row.set(Field.RECIPIENT, block, at, close);
        ReplyCopy.unescaped(row, Field.TEXT, block, close + REJECTED.length, end);
        sink.accept(row);
        return Reading.READ;
    }

    /// A failure of the whole message; where only some recipients failed, their own lines tell of each.
    private Reading whole(Kind kind, int from, RowSink sink) {
        int at = from;
        int to = end;
        row.kind = kind;
        if (Bytes.startsWith(block, at, end, TOO_MANY)) {
            row.kind = Kind.EXPIRED;
            at += TOO_MANY.length;
            to = block[end - 1] == ')' ? end - 1 : end;
        }
        if (Bytes.startsWith(block, at, end, SOME)) {
            return Reading.PASSED;
        }
        if (Bytes.startsWith(block, at, end, UPSTREAM)) {
            at += UPSTREAM.length;
        }
        ReplyCopy.unescaped(row, Field.TEXT, block, at, to);
        Words.trouble(row);
        sink.accept(row);
        return Reading.READ;
    }

    private void set(Field field, int from, byte[] key) {
        int at = Words.value(block, from, end, key);
        if (at >= 0) {
            Words.set(row, field, block, at, Words.end(block, at, end));
        }
    }
}
