package org.restante.record.logs;

import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads ZoneMTA's lines about deliveries: `Sender/ZONE/PID[n] … ACCEPTED|DEFERRED[category]|REJECTED[category] from=… to=…
/// src=… mx=… message-id=… (response)`. The sending zone is the pool.
public final class ZoneMtaReader implements LineReader {
    private static final byte[] SENDER = Bytes.of("Sender/");
    private static final byte[] ACCEPTED = Bytes.of(" ACCEPTED ");
    private static final byte[] DEFERRED = Bytes.of(" DEFERRED[");
    private static final byte[] REJECTED = Bytes.of(" REJECTED[");
    private static final byte[] FROM = Bytes.of("from=");
    private static final byte[] TO = Bytes.of("to=");
    private static final byte[] SOURCE = Bytes.of("src=");
    private static final byte[] MX = Bytes.of("mx=");
    private static final byte[] MESSAGE_ID = Bytes.of("message-id=");
    private static final byte[] ID = Bytes.of("id=");
    private static final byte[] RESPONSE = Bytes.of(" (");

    private final SyslogLine syslog;
    private final LogRow row = new LogRow();
    private byte[] block = new byte[0];
    private int end;

    public ZoneMtaReader(LogContext context) {
        syslog = new SyslogLine(context);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        row.clear(Kind.NOTED);
        block = in;
        end = Bytes.trimEnd(in, from, to);
        int at = from;
        if (syslog.read(in, from, end)) {
            block = syslog.block;
            at = syslog.messageFrom;
            end = syslog.messageTo;
            row.time = syslog.time;
            row.set(Field.LOG_HOST, block, syslog.hostFrom, syslog.hostTo);
        }
        int sender = Bytes.find(block, at, end, SENDER);
        if (sender == end) {
            return Reading.PASSED;
        }
        var reading = sent(sender + SENDER.length);
        if (reading == Reading.READ) {
            sink.accept(row);
        }
        return reading;
    }

    private Reading sent(int zone) {
        int head = Math.min(end, zone + 200);
        int word = end;
        @Nullable Kind kind = null;
        if ((word = Bytes.find(block, zone, head, ACCEPTED)) < head) {
            kind = Kind.DELIVERED;
        } else if ((word = Bytes.find(block, zone, head, DEFERRED)) < head) {
            kind = Kind.DEFERRED;
        } else if ((word = Bytes.find(block, zone, head, REJECTED)) < head) {
            kind = Kind.BOUNCED;
        }
        if (kind == null) {
            return Reading.PASSED;
        }
        row.kind = kind;
        row.set(Field.POOL, block, zone, Bytes.find(block, zone, word, (byte) '/'));
        int id = Bytes.findLast(block, zone, word, (byte) ' ') + 1;
        row.set(Field.QUEUE_ID, block, id, Bytes.find(block, id, word, (byte) '.'));
        return fields(word + 1);
    }

    private Reading fields(int from) {
        int to = Words.value(block, from, end, TO);
        if (to < 0) {
            return Reading.UNPARSED;
        }
        row.set(Field.RECIPIENT, block, to, Words.end(block, to, end));
        int sender = Words.value(block, from, end, FROM);
        if (sender >= 0) {
            path(sender, Words.end(block, sender, end));
        }
        int source = Words.value(block, from, end, SOURCE);
        if (source >= 0) {
            row.set(Field.SOURCE_IP, block, source, Words.end(block, source, end));
        }
        int mx = Words.value(block, from, end, MX);
        if (mx >= 0) {
            host(mx, Words.end(block, mx, end));
        }
        rest(from);
        return Reading.READ;
    }

    /// `a@x.test` or, where the envelope's sender was changed, `a@x.test[b@y.test]`; `<>` is nobody.
    private void path(int from, int to) {
        int open = Bytes.find(block, from, to, (byte) '[');
        if (open < to && block[to - 1] == ']') {
            row.set(Field.REVERSE_PATH, block, open + 1, to - 1);
        } else if (block[from] != '<') {
            row.set(Field.REVERSE_PATH, block, from, to);
        }
    }

    /// `mx.example.com[192.0.2.1]`, or the domain alone when no host was reached.
    private void host(int from, int to) {
        int open = Bytes.find(block, from, to, (byte) '[');
        if (open < to) {
            row.set(Field.MX_HOST, block, from, open);
            row.set(Field.MX_IP, block, open + 1, Bytes.find(block, open, to, (byte) ']'));
        } else {
            row.set(Field.QUEUE_DOMAIN, block, from, to);
        }
    }

    private void rest(int from) {
        int id = Words.value(block, from, end, MESSAGE_ID);
        id = id < 0 ? Words.value(block, from, end, ID) : id;
        int after = from;
        if (id >= 0) {
            after = Words.end(block, id, end);
            row.set(Field.MESSAGE_ID, block, id, after);
        }
        int open = Bytes.find(block, after, end, RESPONSE);
        if (open < end) {
            int to = block[end - 1] == ')' ? end - 1 : end;
            row.set(Field.TEXT, block, open + RESPONSE.length, to);
            Words.trouble(row);
        }
    }
}
