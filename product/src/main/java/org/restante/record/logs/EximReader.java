package org.restante.record.logs;

import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads Exim's main log, from its own file or through syslog, with whatever optional items `log_selector` adds.
///
/// A line about one recipient has a flag (`=>`, `->`, `>>` delivered; `==` deferred; `**` failed; `<=` arrived). A line that
/// names a host alone (`H=mx [192.0.2.1]: SMTP error …`) tells of one host's refusal on the way to such a line and is noted
/// as evidence. *Retry time not reached* is no attempt; *retry timeout exceeded* and hosts *failing for a long time* end a
/// lifetime.
public final class EximReader implements LineReader {
    private static final byte[] COMPLETED = Bytes.of("Completed");
    private static final byte[] DEFER = Bytes.of("defer (");
    private static final byte[] AFTER = Bytes.of(" after ");
    private static final byte[] IN_RESPONSE = Bytes.of(" in response to ");
    private static final byte[] PIPELINED = Bytes.of("pipelined ");
    private static final byte[] ERROR_FROM = Bytes.of("SMTP error from remote ");
    private static final byte[] LMTP_ERROR = Bytes.of("LMTP error ");
    private static final byte[] HOST = Bytes.of("host ");
    private static final byte[] HOST_ITEM = Bytes.of("H=");
    private static final byte[] COLON = Bytes.of(": ");
    private static final byte[] SPACED_HOST = Bytes.of(" H=");
    private static final byte[] NOT_REACHED = Bytes.of("retry time not reached");
    private static final byte[] CONNECTION_LIMIT = Bytes.of("connection limit reached");
    private static final byte[] LOOKUP = Bytes.of("lookup");
    private static final byte[] TIMEOUT_EXCEEDED = Bytes.of("retry timeout exceeded");
    private static final byte[] LONG_TIME = Bytes.of("failing for a long time");
    private static final byte[] DELIVERY_TIME = Bytes.of(" DT=");

    /// Error numbers from here down say that a retry time was not reached, or that the domain is held.
    private static final int RETRY_ERRORS = -51;

    private final SyslogLine syslog;
    private final Timestamps times;
    private final EximLine line = new EximLine();

    public EximReader(LogContext context) {
        syslog = new SyslogLine(context);
        times = new Timestamps(context);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        line.block = in;
        line.end = Bytes.trimEnd(in, from, to);
        line.row.clear(Kind.NOTED);
        int at = start(in, from);
        if (at < 0) {
            return Reading.PASSED;
        }
        int idEnd = idEnd(line.block, at, line.end);
        if (idEnd < 0 || idEnd + 1 >= line.end) {
            return Reading.PASSED;
        }
        line.row.set(Field.QUEUE_ID, line.block, at, idEnd);
        var reading = message(idEnd + 1);
        if (reading == Reading.READ) {
            sink.accept(line.row);
        }
        return reading;
    }

    /// Behind the time (Exim's own or syslog's), the process id and the mark of a split line; -1 when nothing follows that
    /// can be read by itself.
    private int start(byte[] in, int from) {
        int at = from;
        line.row.time = ownTime(at);
        if (line.row.time == Timestamps.NONE && syslog.read(in, from, line.end)) {
            line.block = syslog.block;
            line.row.time = syslog.time;
            line.row.set(Field.LOG_HOST, line.block, syslog.hostFrom, syslog.hostTo);
            line.row.set(Field.INSTANCE, line.block, syslog.programFrom, syslog.programTo);
            at = syslog.messageFrom;
            line.end = syslog.messageTo;
            at = afterPart(at);
            if (at < 0) {
                return -1;
            }
            long own = ownTime(at);
            if (own != Timestamps.NONE) {
                line.row.time = own;
                at = times.end;
            }
        } else if (line.row.time != Timestamps.NONE) {
            at = times.end;
        }
        at = Bytes.skipBlanks(line.block, at, line.end);
        if (at < line.end && line.block[at] == '[') {
            int close = Bytes.find(line.block, at, line.end, (byte) ']');
            if (Bytes.isNumber(line.block, at + 1, close)) {
                at = Bytes.skipBlanks(line.block, close + 1, line.end);
            }
        }
        return at;
    }

    private long ownTime(int at) {
        return at < line.end && Bytes.isDigit(line.block[at])
                ? times.iso(line.block, at, line.end)
                : Timestamps.NONE;
    }

    /// Behind `[1/5] `; -1 for the later parts, which mean nothing alone.
    private int afterPart(int at) {
        if (at >= line.end || line.block[at] != '[') {
            return at;
        }
        int close = Bytes.find(line.block, at, Math.min(line.end, at + 12), (byte) ']');
        int slash = Bytes.find(line.block, at, close, (byte) '/');
        slash = slash == close ? Bytes.find(line.block, at, close, (byte) '\\') : slash;
        if (!Bytes.isNumber(line.block, at + 1, slash)
                || !Bytes.isNumber(line.block, slash + 1, close)) {
            return at;
        }
        return Bytes.number(line.block, at + 1, slash) == 1
                ? Bytes.skipBlanks(line.block, close + 1, line.end)
                : -1;
    }

    /// Where the message id at `at` ends: `1ifhOb-0001j0-Vk`, since 4.97 `1rTxyz-00000000abc-0xyz`; -1 when none stands there.
    static int idEnd(byte[] block, int at, int end) {
        return isId(block, at, end, 6, 2) ? at + 16 : isId(block, at, end, 11, 4) ? at + 23 : -1;
    }

    private static boolean isId(byte[] block, int at, int end, int middle, int last) {
        int length = 6 + 1 + middle + 1 + last;
        if (at + length > end || at + length < end && block[at + length] != ' ') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = block[at + i];
            boolean dash = i == 6 || i == 7 + middle;
            boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || Bytes.isDigit(b);
            if (dash ? b != '-' : !letter) {
                return false;
            }
        }
        return true;
    }

    private Reading message(int at) {
        if (at + 2 < line.end && line.block[at + 2] == ' ') {
            int rest = at + 3;
            switch (line.block[at] << 8 | line.block[at + 1]) {
                case '=' << 8 | '>', '-' << 8 | '>', '>' << 8 | '>' -> {
                    return delivered(rest);
                }
                case '=' << 8 | '=' -> {
                    return deferred(rest);
                }
                case '*' << 8 | '*' -> {
                    return failed(rest);
                }
                case '<' << 8 | '=', '(' << 8 | '=' -> {
                    return arrived(rest);
                }
                case '*' << 8 | '>' -> {
                    return Reading.PASSED;
                }
                default -> {}
            }
        }
        if (Bytes.startsWith(line.block, at, line.end, COMPLETED)) {
            line.row.kind = Kind.REMOVED;
            line.items(at + COMPLETED.length);
            return Reading.READ;
        }
        return hostAlone(at);
    }

    private Reading delivered(int from) {
        line.row.kind = Kind.DELIVERED;
        int at = line.address(from);
        if (at < 0) {
            return Reading.UNPARSED;
        }
        line.items(at);
        return Reading.READ;
    }

    private Reading arrived(int from) {
        line.row.kind = Kind.RECEIVED;
        line.row.queuedAt = line.row.time;
        int at = line.addressEnd(from);
        int start = from;
        int to = at;
        if (to > start && line.block[start] == '<' && line.block[to - 1] == '>') {
            start++;
            to--;
        }
        line.row.set(Field.REVERSE_PATH, line.block, start, to);
        line.items(at);
        return Reading.READ;
    }

    private Reading deferred(int from) {
        line.row.kind = Kind.DEFERRED;
        int at = line.address(from);
        int defer = at < 0 ? line.end : Bytes.find(line.block, at, line.end, DEFER);
        if (defer == line.end) {
            return Reading.UNPARSED;
        }
        int limit = line.end;
        line.end = defer;
        line.items(at);
        line.end = limit;
        int close = Bytes.find(line.block, defer, line.end, (byte) ')');
        int error = signed(defer + DEFER.length, close);
        int text = Math.min(close + 1, line.end);
        leaveTimeTaken(text);
        reason(text);
        if (isHeld(error)) {
            line.row.kind = Kind.SUSPENDED;
        }
        return Reading.READ;
    }

    private boolean isHeld(int error) {
        return has(Field.TEXT, NOT_REACHED)
                || has(Field.TEXT, CONNECTION_LIMIT)
                || error <= RETRY_ERRORS && !has(Field.TEXT, LOOKUP);
    }

    private Reading failed(int from) {
        line.row.kind = Kind.BOUNCED;
        int at = line.address(from);
        if (at < 0) {
            return Reading.UNPARSED;
        }
        int text = line.items(at);
        leaveTimeTaken(text);
        boolean exceeded = endsWith(TIMEOUT_EXCEEDED);
        if (exceeded) {
            line.end = beforeColon(line.end - TIMEOUT_EXCEEDED.length, text);
        }
        reason(text);
        if (exceeded || has(Field.TEXT, LONG_TIME) || has(Field.TEXT, NOT_REACHED)) {
            line.row.kind = Kind.EXPIRED;
        }
        if (exceeded && !line.row.has(Field.TEXT)) {
            line.row.set(Field.TEXT, TIMEOUT_EXCEEDED, 0, TIMEOUT_EXCEEDED.length);
        }
        return Reading.READ;
    }

    /// Leaves away a ` DT=3s` that ends the line.
    private void leaveTimeTaken(int from) {
        int last = Bytes.findLast(line.block, from, line.end, (byte) ' ');
        if (last >= 0 && Bytes.startsWith(line.block, last, line.end, DELIVERY_TIME)) {
            line.end = last;
        }
    }

    private boolean endsWith(byte[] words) {
        return Bytes.startsWith(line.block, Math.max(0, line.end - words.length), line.end, words);
    }

    private int beforeColon(int at, int from) {
        int to = at;
        while (to > from && (line.block[to - 1] == ' ' || line.block[to - 1] == ':')) {
            to--;
        }
        return to;
    }

    private boolean has(Field field, byte[] words) {
        return line.row.has(field)
                && Bytes.contains(
                        line.row.bytes(field), line.row.start(field), line.row.end(field), words);
    }

    /// A line with an id and no flag: a host that refused or could not be reached, or something of no concern.
    private Reading hostAlone(int from) {
        line.row.kind = Kind.NOTED;
        int at = from;
        if (Bytes.startsWith(line.block, at, line.end, ERROR_FROM)) {
            reason(at);
            return Reading.READ;
        }
        if (Bytes.startsWith(line.block, at, line.end, HOST_ITEM)) {
            at = line.host(at + 2);
        } else {
            int open = Bytes.find(line.block, at, line.end, (byte) '[');
            int nameFrom = open < 2 ? at : Bytes.findLast(line.block, at, open - 1, (byte) ' ') + 1;
            at = open == line.end ? -1 : line.host(Math.max(at, nameFrom));
        }
        if (at < 0 || at >= line.end) {
            return Reading.PASSED;
        }
        reason(at);
        return line.row.stage != null || line.row.trouble != null ? Reading.READ : Reading.PASSED;
    }

    /// What the text from `from` says: a reply and the command it answered, or a trouble. `from` may stand on a colon.
    private void reason(int from) {
        int at = afterColons(from);
        int spaced = Bytes.find(line.block, Math.max(from, at - 1), line.end, SPACED_HOST);
        if (spaced < line.end && !line.row.has(Field.MX_HOST)) {
            at = withHost(at, spaced);
        }
        if (at >= line.end) {
            return;
        }
        int near = Math.min(line.end, at + 120);
        if (Bytes.contains(line.block, at, near, ERROR_FROM)
                || Bytes.startsWith(line.block, at, line.end, LMTP_ERROR)) {
            reply(at);
        } else {
            local(at);
        }
    }

    /// `Connection timed out H=mx [192.0.2.1] DT=2m: SMTP timeout after …`: the system's words stand before the host.
    private int withHost(int at, int spaced) {
        int open = Bytes.find(line.block, spaced, line.end, (byte) '[');
        if (open == line.end) {
            return at;
        }
        int after = line.host(spaced + 3);
        int colon = Bytes.find(line.block, after, line.end, COLON);
        int next = afterColons(colon);
        if (next < line.end) {
            return next;
        }
        line.end = spaced;
        return at;
    }

    private int afterColons(int from) {
        int at = from;
        while (at < line.end && (line.block[at] == ':' || line.block[at] == ' ')) {
            at++;
        }
        return at;
    }

    /// `SMTP error from remote mail server after pipelined RCPT TO:<…>: host mx [192.0.2.1]: 450 …`.
    private void reply(int from) {
        int after = Bytes.find(line.block, from, line.end, AFTER);
        int command = Math.min(after + AFTER.length, line.end);
        if (Bytes.startsWith(line.block, command, line.end, PIPELINED)) {
            command += PIPELINED.length;
        }
        line.row.stage = Wording.command(line.block, command, line.end);
        int at = Bytes.find(line.block, command, line.end, COLON) + COLON.length;
        if (at >= line.end) {
            line.row.set(Field.TEXT, line.block, from, line.end);
            return;
        }
        if (Bytes.startsWith(line.block, at, line.end, HOST)) {
            int close = line.host(at + HOST.length);
            at = afterColons(close);
        }
        ReplyCopy.unescaped(line.row, Field.TEXT, line.block, at, line.end);
    }

    private void local(int from) {
        ReplyCopy.unescaped(line.row, Field.TEXT, line.block, from, line.end);
        if (Wording.beginsWithCode(line.block, from, line.end)) {
            return;
        }
        line.row.trouble = Wording.trouble(line.block, from, line.end);
        int command = afterWords(from, IN_RESPONSE);
        command = command < 0 ? afterWords(from, AFTER) : command;
        if (command >= 0 && line.row.trouble != null) {
            line.row.stage = Wording.command(line.block, command, line.end);
        }
        if (line.row.trouble == Trouble.REFUSED) {
            line.row.stage = Stage.CONNECT;
        }
    }

    private int afterWords(int from, byte[] words) {
        int at = Bytes.find(line.block, from, line.end, words);
        if (at == line.end) {
            return -1;
        }
        int command = at + words.length;
        return Bytes.startsWith(line.block, command, line.end, PIPELINED)
                ? command + PIPELINED.length
                : command;
    }

    private int signed(int from, int to) {
        boolean minus = from < to && line.block[from] == '-';
        int value = (int) Math.min(Bytes.number(line.block, minus ? from + 1 : from, to), 1 << 20);
        return minus ? -value : value;
    }
}
