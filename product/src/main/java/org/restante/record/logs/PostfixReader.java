package org.restante.record.logs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads Postfix' log: `service[pid]: QUEUEID: to=<…>, relay=…, delay=…, dsn=…, status=… (…)` and the lines around it.
///
/// Postfix does not log its own source address; what is known of it must be declared. "Delivery temporarily suspended" is no
/// attempt. A line without a plausible time is unread. Lines of cleanup (a message came in) and qmgr (its sender; it left the
/// queue) are told for joining.
public final class PostfixReader implements LineReader {
    private static final byte[] TO = Bytes.of("to=");
    private static final byte[] FROM = Bytes.of("from=<");
    private static final byte[] MESSAGE_ID = Bytes.of("message-id=");
    private static final byte[] REMOVED = Bytes.of("removed");
    private static final byte[] EXPIRED = Bytes.of("expired");
    private static final byte[] STATUS = Bytes.of("status=");
    private static final byte[] LATER_STATUS = Bytes.of(", status=");
    private static final byte[] SOFT_BOUNCE = Bytes.of("SOFTBOUNCE");
    private static final byte[] UNDELIVERABLE = Bytes.of("undeliverable");
    private static final byte[] DELIVERABLE = Bytes.of("deliverable");
    private static final byte[] QUEUED_AS = Bytes.of("queued as ");
    private static final byte[] LOOPBACK_4 = Bytes.of("127.");
    private static final byte[] LOOPBACK_6 = Bytes.of("::1");
    private static final byte[] SIZE = Bytes.of("size=");

    /// A letter that spells words; long queue ids do without.
    private static final int VOWEL = 1;

    /// A letter that is no capital hexadecimal digit; short queue ids do without.
    private static final int BEYOND_HEX = 2;

    private static final int OTHER = 4;
    private static final long SIX_BYTES = 0xffff_ffff_ffffL;
    private static final int STAMP = 15;

    /// Postfix was first released in December 1998; a line said to be older has no readable time.
    private static final long OLDEST = Instant.parse("1998-12-01T00:00:00Z").toEpochMilli();

    /// A copied log may seem older than it is, but not by more than this.
    private static final long LEEWAY = Duration.ofDays(2 * 366).toMillis();

    private static final byte[] ID_KINDS = idKinds();

    /// `postfix/` and `smtpd[`, as eight and six bytes read at once.
    private static final long POSTFIX = Bytes.longAt(Bytes.of("postfix/"), 0);

    private static final long SMTPD = Bytes.longAt(Bytes.of("smtpd[  "), 0) & SIX_BYTES;

    private final SyslogLine line;
    private final long newest;
    private long secondFront;
    private long secondBack;
    private long second = Long.MIN_VALUE;
    private final LogRow row = new LogRow();
    private final PostfixText text = new PostfixText(row);

    public PostfixReader(LogContext context) {
        line = new SyslogLine(context);
        newest = context.reference().toEpochMilli() + LEEWAY;
    }

    private static byte[] idKinds() {
        var kinds = new byte[256];
        for (int c = 0; c < kinds.length; c++) {
            boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            boolean digit = c >= '0' && c <= '9';
            boolean vowel = letter && "aeiou".indexOf(c | 0x20) >= 0;
            boolean beyondHex = letter && !(c >= 'A' && c <= 'F');
            kinds[c] =
                    (byte)
                            ((vowel ? VOWEL : 0)
                                    | (beyondHex ? BEYOND_HEX : 0)
                                    | (letter || digit ? 0 : OTHER));
        }
        return kinds;
    }

    /// What a Postfix program's lines tell, by its name.
    private enum Service {
        DELIVERY,
        QMGR,
        CLEANUP,
        POSTSUPER,
        OTHER
    }

    @Override
    public Reading read(byte[] block, int from, int to, RowSink sink) {
        if (!usualHead(block, from, to)) {
            return unusual(block, from, to, sink);
        }
        return line.programFrom == line.programTo ? Reading.PASSED : told(sink);
    }

    private Reading unusual(byte[] block, int from, int to, RowSink sink) {
        if (!line.read(block, from, to)) {
            return Reading.PASSED;
        }
        if (line.time < OLDEST || line.time > newest) {
            return untimed();
        }
        remember(block, from, to);
        return told(sink);
    }

    /// What a line without a time, or with one that no log can hold, would tell cannot be placed: it is counted as unread.
    private Reading untimed() {
        return told(ignored -> {}) == Reading.PASSED ? Reading.PASSED : Reading.UNPARSED;
    }

    private Reading told(RowSink sink) {
        var in = line.block;
        int slash = Bytes.findLast(in, line.programFrom, line.programTo, (byte) '/');
        if (slash < 0) {
            return Reading.PASSED;
        }
        return switch (service(in, slash + 1, line.programTo)) {
            case DELIVERY -> delivery(in, slash, sink);
            case QMGR -> queueManager(in, sink);
            case CLEANUP -> cleanup(in, sink);
            case POSTSUPER -> postsuper(in, sink);
            case OTHER -> Reading.PASSED;
        };
    }

    /// Nearly all lines are `Nov 20 00:00:01 host postfix/service[pid]: …` of the same second as the line before: that head is
    /// read here, without parsing the time anew. What differs in the least goes the general way. The program is left empty for
    /// the server side, which has no deliveries to tell.
    private boolean usualHead(byte[] in, int from, int to) {
        if (to - from < 48
                || Bytes.longAt(in, from) != secondFront
                || Bytes.longAt(in, from + STAMP - 8) != secondBack) {
            return false;
        }
        int host = from + STAMP + 1;
        int hostEnd = Bytes.find(in, host, to, (byte) ' ');
        int program = hostEnd + 1;
        if (in[host - 1] != ' ' || program + 16 > to || Bytes.longAt(in, program) != POSTFIX) {
            return false;
        }
        if ((Bytes.longAt(in, program + 8) & SIX_BYTES) == SMTPD) {
            line.programFrom = line.programTo = program;
            return true;
        }
        int open = Bytes.find(in, program + 8, to, (byte) '[');
        int close = Bytes.find(in, open, to, (byte) ']');
        if (open - program > 24 || close + 3 > to || in[close + 1] != ':' || in[close + 2] != ' ') {
            return false;
        }
        line.block = in;
        line.time = second;
        line.hostFrom = host;
        line.hostTo = hostEnd;
        line.programFrom = program;
        line.programTo = open;
        line.messageFrom = close + 3;
        line.messageTo = to;
        return true;
    }

    /// Keeps the bytes of a classic time stamp and what they mean.
    private void remember(byte[] in, int from, int to) {
        boolean classic =
                to - from > STAMP
                        && in[from] >= 'A'
                        && line.hostFrom == from + STAMP + 1
                        && line.block == in;
        if (classic) {
            secondFront = Bytes.longAt(in, from);
            secondBack = Bytes.longAt(in, from + STAMP - 8);
            second = line.time;
        }
    }

    private static Service service(byte[] in, int from, int to) {
        int length = to - from;
        return switch (length) {
            case 4 -> four(in, from);
            case 5 -> five(in, from);
            case 7 -> in[from] == 'c' && in[from + 6] == 'p' ? Service.CLEANUP : seven(in, from);
            case 9 -> in[from] == 'p' && in[from + 8] == 'r' ? Service.POSTSUPER : Service.OTHER;
            default -> Service.OTHER;
        };
    }

    private static Service four(byte[] in, int from) {
        byte first = in[from];
        if (first == 'q') {
            return Service.QMGR;
        }
        return first == 's' && in[from + 3] == 'p' || first == 'l' || first == 'p'
                ? Service.DELIVERY
                : Service.OTHER;
    }

    /// `error` and `retry`, `local`, and the queue managers `nqmgr` and `oqmgr`; not `smtpd`.
    private static Service five(byte[] in, int from) {
        return switch (in[from]) {
            case 'e', 'r', 'l' -> Service.DELIVERY;
            case 'n', 'o' -> in[from + 1] == 'q' ? Service.QMGR : Service.OTHER;
            default -> Service.OTHER;
        };
    }

    private static Service seven(byte[] in, int from) {
        return in[from] == 'v' || in[from] == 'd' && in[from + 1] == 'i'
                ? Service.DELIVERY
                : Service.OTHER;
    }

    private void start(Kind kind, byte[] in, int idEnd) {
        row.clear(kind);
        row.time = line.time;
        row.set(Field.LOG_HOST, in, line.hostFrom, line.hostTo);
        row.set(Field.QUEUE_ID, in, line.messageFrom, idEnd);
    }

    private Reading cleanup(byte[] in, RowSink sink) {
        int idEnd = idEnd(in);
        int at = idEnd + 2;
        if (idEnd < 0 || !Bytes.startsWith(in, at, line.messageTo, MESSAGE_ID)) {
            return Reading.PASSED;
        }
        start(Kind.RECEIVED, in, idEnd);
        row.set(Field.MESSAGE_ID, in, at + MESSAGE_ID.length, line.messageTo);
        sink.accept(row);
        return Reading.READ;
    }

    private Reading queueManager(byte[] in, RowSink sink) {
        int idEnd = idEnd(in);
        if (idEnd < 0) {
            return Reading.PASSED;
        }
        int at = idEnd + 2;
        int to = line.messageTo;
        if (Bytes.startsWith(in, at, to, REMOVED)) {
            start(Kind.REMOVED, in, idEnd);
            sink.accept(row);
            return Reading.READ;
        }
        if (Bytes.startsWith(in, at, to, TO)) {
            return delivery(
                    in, Bytes.findLast(in, line.programFrom, line.programTo, (byte) '/'), sink);
        }
        if (!Bytes.startsWith(in, at, to, FROM)) {
            return Reading.PASSED;
        }
        int senderEnd = addressEnd(in, at + FROM.length, to);
        if (senderEnd < 0) {
            return Reading.UNPARSED;
        }
        boolean expired =
                Bytes.startsWith(in, senderEnd + 3, to, STATUS)
                        && Bytes.contains(in, senderEnd, to, EXPIRED);
        start(expired ? Kind.EXPIRED : Kind.DESCRIBED, in, idEnd);
        row.set(Field.REVERSE_PATH, in, at + FROM.length, senderEnd);
        row.size = size(in, senderEnd, to);
        sink.accept(row);
        return Reading.READ;
    }

    private static long size(byte[] in, int from, int to) {
        int at = from + 3;
        if (!Bytes.startsWith(in, at, to, SIZE)) {
            return -1;
        }
        return Bytes.number(in, at + SIZE.length, Bytes.find(in, at, to, (byte) ','));
    }

    private Reading postsuper(byte[] in, RowSink sink) {
        int idEnd = idEnd(in);
        if (idEnd < 0 || !Bytes.startsWith(in, idEnd + 2, line.messageTo, REMOVED)) {
            return Reading.PASSED;
        }
        start(Kind.REMOVED, in, idEnd);
        sink.accept(row);
        return Reading.READ;
    }

    private Reading delivery(byte[] in, int slash, RowSink sink) {
        int idEnd = idEnd(in);
        int at = idEnd < 0 ? line.messageFrom : idEnd + 2;
        int to = line.messageTo;
        if (idEnd < 0 || !Bytes.startsWith(in, at, to, TO)) {
            return noted(in, idEnd, at, to, slash, sink);
        }
        int begin = at + TO.length;
        int bracket = begin < to && in[begin] == '<' ? 1 : 0;
        int end =
                bracket == 1
                        ? addressEnd(in, begin + 1, to)
                        : Bytes.find(in, begin, to, (byte) ',');
        if (end < 0 || end == to) {
            return Reading.UNPARSED;
        }
        start(Kind.NOTED, in, idEnd);
        program(in, slash);
        row.set(Field.RECIPIENT, in, begin + bracket, end);
        int status = fields(in, end + bracket, to);
        if (status < 0) {
            return Reading.UNPARSED;
        }
        return outcome(in, status, to, sink);
    }

    /// What a host or the network said outside a recipient's own line: evidence, not an attempt.
    private Reading noted(byte[] in, int idEnd, int at, int to, int slash, RowSink sink) {
        if (!PostfixText.speaksOfAHost(in, at, to)) {
            return Bytes.contains(in, at, to, LATER_STATUS) ? Reading.UNPARSED : Reading.PASSED;
        }
        start(Kind.NOTED, in, Math.max(idEnd, line.messageFrom));
        program(in, slash);
        text.read(in, at, to);
        sink.accept(row);
        return Reading.READ;
    }

    /// `postfix/smtp`, `postfix-out/smtp`, `postfix/polite/smtp`: the instance, and the transport where it is named.
    private void program(byte[] in, int slash) {
        int first = Bytes.find(in, line.programFrom, line.programTo, (byte) '/');
        row.set(Field.INSTANCE, in, line.programFrom, first);
        if (first < slash) {
            row.set(Field.TRANSPORT, in, first + 1, slash);
        } else {
            row.set(Field.TRANSPORT, in, slash + 1, line.programTo);
        }
    }

    /// Where the queue id ends that the message begins with; -1 when it begins with none.
    private int idEnd(byte[] in) {
        int from = line.messageFrom;
        int limit = Math.min(line.messageTo, from + 40);
        int kinds = 0;
        int at = from;
        while (at < limit && in[at] != ':') {
            kinds |= ID_KINDS[in[at++] & 0xff];
        }
        boolean id =
                at - from >= 5
                        && (kinds & OTHER) == 0
                        && (kinds & (VOWEL | BEYOND_HEX)) != (VOWEL | BEYOND_HEX);
        return id && at + 1 < limit && in[at + 1] == ' ' ? at : -1;
    }

    /// The position of the `>` that ends an address; quoted local parts may hold one.
    private static int addressEnd(byte[] in, int from, int to) {
        if (from < to && in[from] != '"') {
            int end = Bytes.find(in, from, to, (byte) '>');
            return end < to ? end : -1;
        }
        boolean quoted = false;
        for (int at = from; at < to; at++) {
            byte b = in[at];
            if (b == '"') {
                quoted = !quoted;
            } else if (b == '\\' && quoted) {
                at++;
            } else if (b == '>' && !quoted) {
                return at;
            }
        }
        int plain = Bytes.find(in, from, to, (byte) '>');
        return plain < to ? plain : -1;
    }

    /// Reads `, name=value` up to `status=`; where the word after it begins, or -1.
    private int fields(byte[] in, int from, int to) {
        int at = from;
        while (at + 2 < to && in[at] == ',' && in[at + 1] == ' ') {
            int name = at + 2;
            int equals = Bytes.find(in, name, to, (byte) '=');
            int value = equals + 1;
            if (value >= to) {
                return -1;
            }
            if (Bytes.startsWith(in, name, to, STATUS)) {
                return value;
            }
            at =
                    in[value] == '<'
                            ? Math.max(value, addressEnd(in, value + 1, to)) + 1
                            : Bytes.find(in, value, to, (byte) ',');
            field(in, name, equals, value, at);
        }
        return -1;
    }

    private void field(byte[] in, int name, int equals, int value, int end) {
        switch (equals - name) {
            case 3 -> {
                if (in[name] == 'd') {
                    row.set(Field.STATUS, in, value, end);
                } else {
                    row.set(Field.TLS, in, value, end);
                }
            }
            case 5 -> {
                if (in[name] == 'r') {
                    relay(in, value, end);
                } else if (in[name] == 'd') {
                    row.delay = PostfixText.millis(in, value, end);
                }
            }
            case 7 -> {
                int bracket = in[value] == '<' ? 1 : 0;
                row.set(Field.ORIGINAL_RECIPIENT, in, value + bracket, end - bracket);
            }
            default -> {}
        }
    }

    /// `host[address]:port`, `none`, or the name of a local delivery method.
    private void relay(byte[] in, int from, int to) {
        int open = Bytes.find(in, from, to, (byte) '[');
        if (open == to) {
            return;
        }
        int close = Bytes.find(in, open, to, (byte) ']');
        row.set(Field.MX_HOST, in, from, open);
        if (close < to) {
            PostfixText.address(row, in, open + 1, close);
        }
    }

    /// `sent (…)`, `deferred (…)`, `bounced (…)`.
    private Reading outcome(byte[] in, int from, int to, RowSink sink) {
        int wordEnd = Bytes.find(in, from, to, (byte) ' ');
        var kind = kind(in, from, wordEnd);
        if (kind == null) {
            return Bytes.equal(in, from, wordEnd, DELIVERABLE) ? Reading.PASSED : Reading.UNPARSED;
        }
        row.kind = kind;
        int open = Math.min(wordEnd + 1, to);
        if (open < to && in[open] == '(') {
            open++;
        }
        int close = to > open && in[to - 1] == ')' ? to - 1 : to;
        if (kind == Kind.DELIVERED) {
            row.set(Field.TEXT, in, open, close);
            handedOn(in, open, close);
        } else {
            text.read(in, open, close);
        }
        sink.accept(row);
        return Reading.READ;
    }

    /// A filter behind a loopback address passes on what the server it gave the message back to said: `250 2.0.0 Ok: queued as
    /// 4F1A2B3C4D`.
    private void handedOn(byte[] in, int from, int to) {
        if (!isLoopback()) {
            return;
        }
        int id = Bytes.find(in, from, to, QUEUED_AS) + QUEUED_AS.length;
        int end = id;
        while (end < to && (ID_KINDS[in[end] & 0xff] & OTHER) == 0) {
            end++;
        }
        if (end > id) {
            row.kind = Kind.HANDED_ON;
            row.set(Field.HANDED_TO, in, id, end);
        }
    }

    private boolean isLoopback() {
        var address = row.bytes(Field.MX_IP);
        int from = row.start(Field.MX_IP);
        int to = row.end(Field.MX_IP);
        return Bytes.startsWith(address, from, to, LOOPBACK_4)
                || Bytes.equal(address, from, to, LOOPBACK_6);
    }

    /// With `soft_bounce` a bounce is a deferral in all but name; `undeliverable` answers a probe of an address, which is
    /// evidence and no attempt. Null for any other word.
    private static @Nullable Kind kind(byte[] in, int from, int to) {
        return switch (to - from) {
            case 4 -> in[from] == 's' ? Kind.DELIVERED : null;
            case 7 -> in[from] == 'b' ? Kind.BOUNCED : in[from] == 'e' ? Kind.EXPIRED : null;
            case 8 -> in[from] == 'd' && in[from + 7] == 'd' ? Kind.DEFERRED : null;
            case 10 -> Bytes.equal(in, from, to, SOFT_BOUNCE) ? Kind.DEFERRED : null;
            case 13 -> Bytes.equal(in, from, to, UNDELIVERABLE) ? Kind.NOTED : null;
            default -> null;
        };
    }
}
