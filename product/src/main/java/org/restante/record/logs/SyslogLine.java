package org.restante.record.logs;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Where time, host, program and message of a syslog line stand. Reads what syslog daemons and `journalctl` write:
///
/// - `Nov 20 00:00:01 host program[pid]: message`, with a priority `<22>` before it, a year, a fraction, without a host,
///   with Solaris' `[ID 197553 mail.info]` or BSD's `<mail.info>`;
/// - the same with an RFC 3339 time, `journalctl -o short-iso`, `short-full` and `short-unix`; RFC 5424 with its version;
/// - a container runtime's time and stream before such a line;
/// - `journalctl -o json`;
/// - `program[pid]: message` alone, without a time.
///
/// Nothing is allocated for the forms that are not JSON. One object serves one thread, and what it tells is good until the
/// next line is read.
public final class SyslogLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] STDOUT = Bytes.of("stdout ");
    private static final byte[] STDERR = Bytes.of("stderr ");
    private static final byte[] ID = Bytes.of("[ID ");
    private static final byte[] NOTHING = new byte[0];
    private static final int LONGEST_PROGRAM = 128;

    private final Timestamps times;
    private byte[] unescaped = NOTHING;

    /// The array that the slices stand in: the one read, or for JSON one of our own.
    public byte[] block = NOTHING;

    /// Milliseconds since the epoch; [Long#MIN_VALUE] when the line has no time.
    public long time;

    /// The slices are empty (both ends equal) where the line does not tell.
    public int hostFrom;

    public int hostTo;
    public int programFrom;
    public int programTo;
    public int pidFrom;
    public int pidTo;
    public int messageFrom;
    public int messageTo;

    public SyslogLine(LogContext context) {
        times = new Timestamps(context);
    }

    /// Reads the line `[from, to)`; false when it has no head that any syslog writes.
    public boolean read(byte[] in, int from, int to) {
        clear(in, to);
        return from < to && (in[from] == '{' ? journal(in, from, to) : plain(in, from, to, true));
    }

    private void clear(byte[] in, int to) {
        block = in;
        time = Timestamps.NONE;
        hostFrom = hostTo = programFrom = programTo = pidFrom = pidTo = 0;
        messageFrom = messageTo = to;
    }

    private boolean plain(byte[] in, int from, int to, boolean outermost) {
        int at = in[from] == '<' ? afterPriority(in, from, to) : from;
        if (at + 1 < to && in[at] == '1' && in[at + 1] == ' ') {
            return structured(in, at + 2, to);
        }
        if (at >= to) {
            return false;
        }
        time = timeAt(in, at, to);
        if (time == Timestamps.NONE) {
            return tag(in, at, to) && pidTo > pidFrom;
        }
        return afterTime(in, Bytes.skipBlanks(in, times.end, to), to, outermost);
    }

    private static int afterPriority(byte[] in, int from, int to) {
        int close = Bytes.find(in, from, Math.min(to, from + 5), (byte) '>');
        return Bytes.isNumber(in, from + 1, close) ? close + 1 : from;
    }

    private long timeAt(byte[] in, int at, int to) {
        if (!Bytes.isDigit(in[at])) {
            long classic = times.classic(in, at, to);
            return classic != Timestamps.NONE ? classic : afterWeekday(in, at, to);
        }
        long iso = times.iso(in, at, to);
        return iso != Timestamps.NONE ? iso : times.unix(in, at, to);
    }

    /// `Fri Nov 20 00:00:01 2026` and `Fri 2026-11-20 00:00:01 UTC`.
    private long afterWeekday(byte[] in, int at, int to) {
        if (at + 20 > to || in[at + 3] != ' ') {
            return Timestamps.NONE;
        }
        return Bytes.isDigit(in[at + 4])
                ? times.iso(in, at + 4, to)
                : times.classic(in, at + 4, to);
    }

    private boolean afterTime(byte[] in, int from, int to, boolean outermost) {
        int at = from;
        if (outermost
                && (Bytes.startsWith(in, at, to, STDOUT) || Bytes.startsWith(in, at, to, STDERR))) {
            return contained(in, at + STDOUT.length, to);
        }
        if (at < to && in[at] == '<') {
            at = Bytes.skipBlanks(in, Bytes.find(in, at, to, (byte) ' '), to);
        }
        if (tag(in, at, to)) {
            return true;
        }
        hostFrom = at;
        hostTo = Bytes.find(in, at, to, (byte) ' ');
        at = Bytes.skipBlanks(in, hostTo, to);
        if (!tag(in, at, to)) {
            messageFrom = at;
        }
        return hostTo > hostFrom;
    }

    /// What a container wrote: a line with a syslog head of its own, or a message alone. The inner time is the truer one.
    private boolean contained(byte[] in, int from, int to) {
        long outer = time;
        int at = from;
        if (at + 1 < to && in[at + 1] == ' ' && (in[at] == 'F' || in[at] == 'P')) {
            at += 2;
        }
        boolean inner = at < to && plain(in, at, to, false);
        if (!inner) {
            clear(in, to);
            messageFrom = at;
        }
        if (time == Timestamps.NONE) {
            time = outer;
        }
        return true;
    }

    /// `program[pid]: message` at `from`; false and nothing set when no tag stands there.
    private boolean tag(byte[] in, int from, int to) {
        int limit = Math.min(to, from + LONGEST_PROGRAM);
        int at = from;
        while (at < limit && in[at] != ' ' && in[at] != ':' && in[at] != '[') {
            at++;
        }
        int nameEnd = at;
        int numberFrom = at;
        int numberTo = at;
        if (at < limit && in[at] == '[') {
            numberFrom = at + 1;
            numberTo = Bytes.find(in, at, limit, (byte) ']');
            at = numberTo + 1;
        }
        if (nameEnd == from || at >= to || in[at] != ':' || at + 1 < to && in[at + 1] != ' ') {
            return false;
        }
        programFrom = from;
        programTo = nameEnd;
        pidFrom = numberFrom;
        pidTo = numberTo;
        messageFrom = afterIdentifier(in, Math.min(at + 2, to), to);
        return true;
    }

    private static int afterIdentifier(byte[] in, int from, int to) {
        if (!Bytes.startsWith(in, from, to, ID)) {
            return from;
        }
        int close = Bytes.find(in, from, to, (byte) ']');
        return close == to ? from : Bytes.skipBlanks(in, close + 1, to);
    }

    /// RFC 5424: `TIMESTAMP HOST APP PROCID MSGID SD MESSAGE`, each `-` when unknown.
    private boolean structured(byte[] in, int from, int to) {
        int at = Bytes.find(in, from, to, (byte) ' ');
        time = times.iso(in, from, at);
        hostFrom = Math.min(at + 1, to);
        hostTo = Bytes.find(in, hostFrom, to, (byte) ' ');
        programFrom = Math.min(hostTo + 1, to);
        programTo = Bytes.find(in, programFrom, to, (byte) ' ');
        pidFrom = Math.min(programTo + 1, to);
        pidTo = Bytes.find(in, pidFrom, to, (byte) ' ');
        int identifierTo = Bytes.find(in, Math.min(pidTo + 1, to), to, (byte) ' ');
        if (identifierTo >= to) {
            return false;
        }
        hostTo = orNothing(in, hostFrom, hostTo);
        programTo = orNothing(in, programFrom, programTo);
        pidTo = orNothing(in, pidFrom, pidTo);
        messageFrom = afterData(in, identifierTo + 1, to);
        return true;
    }

    private static int orNothing(byte[] in, int from, int to) {
        return to == from + 1 && in[from] == '-' ? from : to;
    }

    private static int afterData(byte[] in, int from, int to) {
        int at = from;
        if (at < to && in[at] == '-') {
            at++;
        }
        while (at < to && in[at] == '[') {
            at = afterElement(in, at, to);
        }
        return Bytes.skipBlanks(in, at, to);
    }

    private static int afterElement(byte[] in, int from, int to) {
        boolean quoted = false;
        for (int at = from; at < to; at++) {
            if (in[at] == '\\') {
                at++;
            } else if (in[at] == '"') {
                quoted = !quoted;
            } else if (in[at] == ']' && !quoted) {
                return at + 1;
            }
        }
        return to;
    }

    private boolean journal(byte[] in, int from, int to) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), in, from, to - from)) {
            return parser.nextToken() == JsonToken.START_OBJECT && entry(parser);
        } catch (JacksonException e) {
            return false;
        }
    }

    private boolean entry(JsonParser parser) {
        byte[] host = NOTHING;
        byte[] program = NOTHING;
        byte[] pid = NOTHING;
        byte[] message = null;
        long received = Timestamps.NONE;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "_HOSTNAME" -> host = value(parser);
                case "SYSLOG_IDENTIFIER" -> program = value(parser);
                case "SYSLOG_PID" -> pid = value(parser);
                case "_PID" -> pid = pid.length == 0 ? value(parser) : pid;
                case "MESSAGE" -> message = value(parser);
                case "__REALTIME_TIMESTAMP" -> received = micros(parser);
                case "_SOURCE_REALTIME_TIMESTAMP" -> time = micros(parser);
                default -> parser.skipChildren();
            }
        }
        if (time == Timestamps.NONE) {
            time = received;
        }
        if (message == null) {
            return false;
        }
        lay(host, program, pid, message);
        return true;
    }

    private void lay(byte[] host, byte[] program, byte[] pid, byte[] message) {
        int length = host.length + program.length + pid.length + message.length;
        if (unescaped.length < length) {
            unescaped = new byte[length + 256];
        }
        block = unescaped;
        hostFrom = 0;
        hostTo = append(host, 0);
        programFrom = hostTo;
        programTo = append(program, programFrom);
        pidFrom = programTo;
        pidTo = append(pid, pidFrom);
        messageFrom = pidTo;
        messageTo = append(message, messageFrom);
    }

    private int append(byte[] part, int at) {
        System.arraycopy(part, 0, unescaped, at, part.length);
        return at + part.length;
    }

    /// A text, or the array of byte values that stands for one that is not UTF-8.
    private static byte[] value(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            var bytes = new java.io.ByteArrayOutputStream();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    bytes.write((int) parser.getValueAsLong());
                } else {
                    parser.skipChildren();
                }
            }
            return bytes.toByteArray();
        }
        if (!parser.currentToken().isScalarValue()) {
            parser.skipChildren();
            return NOTHING;
        }
        var text = parser.getValueAsString();
        return text == null ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    }

    private static long micros(JsonParser parser) {
        long micros = parser.getValueAsLong(Timestamps.NONE);
        return micros == Timestamps.NONE ? micros : micros / 1000;
    }
}
