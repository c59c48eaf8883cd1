package org.restante.record.logs;

import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads Sendmail's lines in syslog: `QUEUEID: from=…` when a message comes in, `QUEUEID: to=…, dsn=…, stat=…` for each try.
///
/// One `to=` may name several recipients; each gives a row. What became of them is told by `dsn=`, and by `stat=` where the
/// line has none.
public final class SendmailReader implements LineReader {
    private static final byte[] FROM = Bytes.of("from=");
    private static final byte[] TO = Bytes.of("to=");
    private static final byte[] SIZE = Bytes.of("size=");
    private static final byte[] MESSAGE_ID = Bytes.of("msgid=");
    private static final byte[] DELAY = Bytes.of("delay=");
    private static final byte[] MAILER = Bytes.of("mailer=");
    private static final byte[] RELAY = Bytes.of("relay=");
    private static final byte[] DSN = Bytes.of("dsn=");
    private static final byte[] REPLY = Bytes.of(", reply=");
    private static final byte[] STAT = Bytes.of(", stat=");
    private static final byte[] SENT = Bytes.of("Sent");
    private static final byte[] DEFERRED = Bytes.of("Deferred");
    private static final byte[] QUEUED = Bytes.of("queued");
    private static final byte[] IPV6 = Bytes.of("IPv6:");
    private static final byte[] CANNOT_SEND = Bytes.of("Cannot send message for ");

    private final SyslogLine syslog;
    private final LogRow row = new LogRow();
    private byte[] block = new byte[0];
    private int end;

    public SendmailReader(LogContext context) {
        syslog = new SyslogLine(context);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        if (!syslog.read(in, from, Bytes.trimEnd(in, from, to))) {
            return Reading.PASSED;
        }
        block = syslog.block;
        end = syslog.messageTo;
        int colon = idEnd(syslog.messageFrom);
        if (colon < 0) {
            return Reading.PASSED;
        }
        row.clear(Kind.NOTED);
        row.time = syslog.time;
        row.set(Field.LOG_HOST, block, syslog.hostFrom, syslog.hostTo);
        row.set(Field.INSTANCE, block, syslog.programFrom, syslog.programTo);
        row.set(Field.QUEUE_ID, block, syslog.messageFrom, colon);
        return message(colon + 2, sink);
    }

    private int idEnd(int from) {
        int at = from;
        while (at < end && at - from < 40 && isIdByte(block[at])) {
            at++;
        }
        return at - from >= 6 && at + 2 < end && block[at] == ':' && block[at + 1] == ' ' ? at : -1;
    }

    private static boolean isIdByte(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || Bytes.isDigit(b);
    }

    private Reading message(int at, RowSink sink) {
        if (Bytes.startsWith(block, at, end, FROM)) {
            return arrived(at, sink);
        }
        if (Bytes.startsWith(block, at, end, TO)) {
            return tried(at + TO.length, sink);
        }
        if (Bytes.contains(block, at, end, CANNOT_SEND)) {
            row.kind = Kind.EXPIRED;
            row.set(Field.TEXT, block, Bytes.find(block, at, end, CANNOT_SEND), end);
            sink.accept(row);
            return Reading.READ;
        }
        return Reading.PASSED;
    }

    private Reading arrived(int at, RowSink sink) {
        row.kind = Kind.RECEIVED;
        row.queuedAt = row.time;
        int from = at + FROM.length;
        Words.set(row, Field.REVERSE_PATH, block, from, Words.end(block, from, end));
        int size = Words.value(block, at, end, SIZE);
        row.size = size < 0 ? -1 : Bytes.number(block, size, Words.end(block, size, end));
        int id = Words.value(block, at, end, MESSAGE_ID);
        if (id >= 0) {
            row.set(Field.MESSAGE_ID, block, id, Words.end(block, id, end));
        }
        sink.accept(row);
        return Reading.READ;
    }

    private Reading tried(int recipients, RowSink sink) {
        int stat = Bytes.find(block, recipients, end, STAT);
        if (stat == end) {
            return Reading.UNPARSED;
        }
        int items = itemsFrom(recipients, stat);
        int text = stat + STAT.length;
        if (Bytes.equal(block, text, end, QUEUED)) {
            return Reading.PASSED;
        }
        int dsn = Words.value(block, items, stat, DSN);
        row.kind = kind(dsn, text);
        if (dsn >= 0) {
            row.set(Field.STATUS, block, dsn, Words.end(block, dsn, stat));
        }
        item(items, stat);
        answer(items, stat, text);
        each(recipients, items, sink);
        return Reading.READ;
    }

    /// Where the recipients end: before the first `, key=`.
    private int itemsFrom(int from, int to) {
        for (int at = from; at + 2 < to; at++) {
            if (block[at] == ',' && block[at + 1] == ' ') {
                int key = at + 2;
                while (key < to && block[key] >= 'a' && block[key] <= 'z') {
                    key++;
                }
                if (key < to && key > at + 2 && block[key] == '=') {
                    return at;
                }
            }
        }
        return to;
    }

    private Kind kind(int dsn, int text) {
        byte category = dsn >= 0 ? block[dsn] : 0;
        if (category == '2' || Bytes.startsWith(block, text, end, SENT)) {
            return Kind.DELIVERED;
        }
        boolean deferred = category == '4' || Bytes.startsWith(block, text, end, DEFERRED);
        return deferred ? Kind.DEFERRED : Kind.BOUNCED;
    }

    private void item(int items, int stat) {
        int delay = Words.value(block, items, stat, DELAY);
        if (delay >= 0) {
            Words.delayed(row, clock(delay, Words.end(block, delay, stat)));
        }
        int mailer = Words.value(block, items, stat, MAILER);
        if (mailer >= 0) {
            row.set(Field.TRANSPORT, block, mailer, Words.end(block, mailer, stat));
        }
        int relay = Words.value(block, items, stat, RELAY);
        if (relay >= 0) {
            relay(relay, stat);
        }
    }

    /// `mx.example.com. [192.0.2.1]`; an address alone stands twice.
    private void relay(int from, int to) {
        int nameEnd = Words.end(block, from, to);
        int name = nameEnd > from && block[nameEnd - 1] == '.' ? nameEnd - 1 : nameEnd;
        if (name > from && block[from] != '[') {
            row.set(Field.MX_HOST, block, from, name);
        }
        int open = block[from] == '[' ? from : nameEnd + 1;
        if (open < to && block[open] == '[') {
            int address =
                    Bytes.startsWith(block, open + 1, to, IPV6) ? open + 1 + IPV6.length : open + 1;
            row.set(Field.MX_IP, block, address, Bytes.find(block, open, to, (byte) ']'));
        }
    }

    /// `2+03:04:05`.
    private long clock(int from, int to) {
        int plus = Bytes.find(block, from, to, (byte) '+');
        long days = plus < to ? Bytes.number(block, from, plus) : 0;
        int at = plus < to ? plus + 1 : from;
        int first = Bytes.find(block, at, to, (byte) ':');
        int second = Bytes.find(block, Math.min(first + 1, to), to, (byte) ':');
        long hours = Bytes.number(block, at, first);
        long minutes = Bytes.number(block, Math.min(first + 1, to), second);
        long seconds = Bytes.number(block, Math.min(second + 1, to), to);
        boolean good = days >= 0 && hours >= 0 && minutes >= 0 && seconds >= 0 && days < 100_000;
        return good && hours < 100_000
                ? (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
                : -1;
    }

    /// `reply=` is the server's; without it `stat=Sent (…)`, `stat=Deferred: …` or the bare words of `stat=`.
    private void answer(int items, int stat, int text) {
        int reply = Bytes.find(block, items, stat, REPLY);
        if (reply < stat) {
            row.set(Field.TEXT, block, reply + REPLY.length, stat);
            return;
        }
        int at = text;
        int to = end;
        if (row.kind == Kind.DELIVERED && Bytes.startsWith(block, at, end, SENT)) {
            at += SENT.length;
            if (at + 1 < end && block[at + 1] == '(' && block[end - 1] == ')') {
                at += 2;
                to--;
            }
        } else if (Bytes.startsWith(block, at, end, DEFERRED)) {
            int colon = at + DEFERRED.length;
            at = colon + 1 < end && block[colon] == ':' ? colon + 2 : at;
        }
        row.set(Field.TEXT, block, at, to);
        Words.trouble(row);
    }

    /// A row for each recipient of `<a@x.test>,<b@x.test>`.
    private void each(int from, int to, RowSink sink) {
        int at = from;
        while (at < to) {
            int stop = recipientEnd(at, to);
            int open = Bytes.find(block, at, stop, (byte) '<');
            int close = Bytes.find(block, open, stop, (byte) '>');
            int start = close < stop ? open + 1 : Bytes.skipBlanks(block, at, stop);
            int end = close < stop ? close : stop;
            if (end > start) {
                row.set(Field.RECIPIENT, block, start, end);
                sink.accept(row);
            }
            at = stop + 1;
        }
    }

    private int recipientEnd(int from, int to) {
        boolean quoted = false;
        boolean bracketed = false;
        for (int at = from; at < to; at++) {
            switch (block[at]) {
                case '"' -> quoted = !quoted;
                case '<' -> bracketed = true;
                case '>' -> bracketed = false;
                case ',' -> {
                    if (!quoted && !bracketed) {
                        return at;
                    }
                }
                default -> {}
            }
        }
        return to;
    }
}
