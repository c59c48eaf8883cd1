package org.restante.record.logs;

import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads OpenSMTPD's lines in syslog: `mta delivery evpid=… result="Ok" stat="…"` of today, with `event=delivery` in between,
/// and `relay: Ok for EVPID: …, stat=…` of old.
///
/// An envelope is one recipient of a message; its id begins with the message's, which is the queue id here.
public final class OpenSmtpdReader implements LineReader {
    private static final int MESSAGE_DIGITS = 8;
    private static final byte[] DELIVERY = Bytes.of(" delivery evpid=");
    private static final byte[] DELIVERY_EVENT = Bytes.of(" event=delivery evpid=");
    private static final byte[] FOR = Bytes.of(" for ");
    private static final byte[] FROM = Bytes.of("from=");
    private static final byte[] TO = Bytes.of("to=");
    private static final byte[] SOURCE = Bytes.of("source=");
    private static final byte[] RELAY = Bytes.of("relay=");
    private static final byte[] DELAY = Bytes.of("delay=");
    private static final byte[] RESULT = Bytes.of("result=");
    private static final byte[] STAT = Bytes.of("stat=");
    private static final byte[] SIZE = Bytes.of("size=");
    private static final byte[] MESSAGE = Bytes.of(" msgid=");
    private static final byte[] ENVELOPE = Bytes.of(" smtp envelope evpid=");
    private static final byte[] MTA = Bytes.of(" mta ");
    private static final byte[] RELAY_OLD = Bytes.of("relay: ");
    private static final byte[] DELIVERY_OLD = Bytes.of("delivery: ");
    private static final byte[] OK = Bytes.of("Ok");
    private static final byte[] TEMPORARY = Bytes.of("TempFail");
    private static final byte[] PERMANENT = Bytes.of("PermFail");
    private static final byte[] LOOP = Bytes.of("LoopError");
    private static final byte[] EXPIRE = Bytes.of("Expire");

    private final SyslogLine syslog;
    private final LogRow row = new LogRow();
    private byte[] block = new byte[0];
    private int end;

    public OpenSmtpdReader(LogContext context) {
        syslog = new SyslogLine(context);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        row.clear(Kind.NOTED);
        block = in;
        end = Bytes.trimEnd(in, from, to);
        int at = from;
        if (syslog.read(in, from, end)
                && (syslog.time != Timestamps.NONE || syslog.pidTo > syslog.pidFrom)) {
            block = syslog.block;
            at = syslog.messageFrom;
            end = syslog.messageTo;
            row.time = syslog.time;
            row.set(Field.LOG_HOST, block, syslog.hostFrom, syslog.hostTo);
        }
        var reading = message(at);
        if (reading == Reading.READ) {
            sink.accept(row);
        }
        return reading;
    }

    private Reading message(int at) {
        if (Bytes.startsWith(block, at, end, RELAY_OLD)) {
            return old(at + RELAY_OLD.length, "relay");
        }
        if (Bytes.startsWith(block, at, end, DELIVERY_OLD)) {
            return old(at + DELIVERY_OLD.length, "local");
        }
        int head = Math.min(end, at + 80);
        int delivery = after(at, head, DELIVERY);
        delivery = delivery < 0 ? after(at, head, DELIVERY_EVENT) : delivery;
        if (delivery >= 0) {
            row.put(Field.TRANSPORT, Bytes.contains(block, at, head, MTA) ? "mta" : "mda");
            return delivery(delivery);
        }
        int envelope = after(at, head, ENVELOPE);
        return envelope >= 0 ? envelope(envelope) : accepted(at);
    }

    private int after(int from, int to, byte[] words) {
        int at = Bytes.find(block, from, to, words);
        return at < to ? at + words.length : -1;
    }

    private Reading delivery(int at) {
        int result = Words.value(block, at, end, RESULT);
        if (result < 0) {
            return Reading.UNPARSED;
        }
        int resultEnd = Words.end(block, result, end);
        int word = block[result] == '"' ? result + 1 : result;
        int wordEnd = block[result] == '"' ? resultEnd - 1 : resultEnd;
        return tell(at, word, wordEnd);
    }

    /// `PermFail for 6430369adcce4408: session=…, from=<…>, …`.
    private Reading old(int at, String transport) {
        row.put(Field.TRANSPORT, transport);
        int to = Bytes.find(block, at, end, FOR);
        return to == end ? Reading.UNPARSED : tell(to + FOR.length, at, to);
    }

    private Reading tell(int envelope, int result, int resultEnd) {
        if (!kind(result, resultEnd) || envelope + MESSAGE_DIGITS > end) {
            return Reading.UNPARSED;
        }
        row.set(Field.QUEUE_ID, block, envelope, envelope + MESSAGE_DIGITS);
        set(Field.REVERSE_PATH, envelope, FROM);
        set(Field.RECIPIENT, envelope, TO);
        set(Field.SOURCE_IP, envelope, SOURCE);
        relay(envelope);
        int delay = Words.value(block, envelope, end, DELAY);
        if (delay >= 0) {
            Words.delayed(row, Words.duration(block, delay, Words.end(block, delay, end)));
        }
        stat(envelope);
        return Reading.READ;
    }

    private boolean kind(int from, int to) {
        if (Bytes.equal(block, from, to, OK)) {
            row.kind = Kind.DELIVERED;
        } else if (Bytes.equal(block, from, to, TEMPORARY)) {
            row.kind = Kind.DEFERRED;
        } else if (Bytes.equal(block, from, to, PERMANENT) || Bytes.equal(block, from, to, LOOP)) {
            row.kind = Kind.BOUNCED;
        } else if (Bytes.startsWith(block, from, to, EXPIRE)) {
            row.kind = Kind.EXPIRED;
        } else {
            return false;
        }
        return true;
    }

    /// `relay="192.0.2.1 (mx.example.com)"`, of old without quotes; the domain alone where no host was reached.
    private void relay(int from) {
        int at = Words.value(block, from, end, RELAY);
        if (at < 0) {
            return;
        }
        int start = block[at] == '"' ? at + 1 : at;
        int stop =
                block[at] == '"'
                        ? Bytes.find(block, start, end, (byte) '"')
                        : Bytes.find(block, at, end, (byte) ',');
        int blank = Bytes.find(block, start, stop, (byte) ' ');
        boolean address =
                start < blank && (Bytes.isDigit(block[start]) || block[start] == '[')
                        || Bytes.find(block, start, blank, (byte) ':') < blank;
        row.set(address ? Field.MX_IP : Field.QUEUE_DOMAIN, block, start, blank);
        int open = Bytes.find(block, blank, stop, (byte) '(');
        if (open < stop) {
            row.set(Field.MX_HOST, block, open + 1, Bytes.find(block, open, stop, (byte) ')'));
        }
    }

    /// The rest of the line, without its quotes; `\"` stands for a quote inside.
    private void stat(int from) {
        int at = Words.value(block, from, end, STAT);
        if (at < 0) {
            return;
        }
        boolean quoted = at < end && block[at] == '"';
        int stop = quoted && block[end - 1] == '"' && end > at + 1 ? end - 1 : end;
        ReplyCopy.unescaped(row, Field.TEXT, block, quoted ? at + 1 : at, stop);
        Words.trouble(row);
    }

    private Reading envelope(int at) {
        row.kind = Kind.RECEIVED;
        row.queuedAt = row.time;
        row.set(Field.QUEUE_ID, block, at, Math.min(at + MESSAGE_DIGITS, end));
        set(Field.REVERSE_PATH, at, FROM);
        set(Field.RECIPIENT, at, TO);
        return Reading.READ;
    }

    /// `smtp message msgid=… size=…`, with the sender in older versions.
    private Reading accepted(int at) {
        int id = after(at, end, MESSAGE);
        int size = Words.value(block, at, end, SIZE);
        if (id < 0 || size < 0) {
            return Reading.PASSED;
        }
        row.kind = Kind.DESCRIBED;
        row.set(Field.QUEUE_ID, block, id, Words.end(block, id, end));
        row.size = Bytes.number(block, size, Words.end(block, size, end));
        set(Field.REVERSE_PATH, at, FROM);
        return Reading.READ;
    }

    private void set(Field field, int from, byte[] key) {
        int at = Words.value(block, from, end, key);
        if (at >= 0) {
            Words.set(row, field, block, at, Words.end(block, at, end));
        }
    }
}
