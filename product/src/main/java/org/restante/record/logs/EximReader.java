package org.restante.record.logs;

import java.util.Arrays;
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
    private final LogRow row = new LogRow();
    private byte[] block = new byte[0];
    private int end;

    public EximReader(LogContext context) {
        syslog = new SyslogLine(context);
        times = new Timestamps(context);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        block = in;
        end = Bytes.trimEnd(in, from, to);
        row.clear(Kind.NOTED);
        int at = start(in, from);
        if (at < 0) {
            return Reading.PASSED;
        }
        int idEnd = idEnd(block, at, end);
        if (idEnd < 0 || idEnd + 1 >= end) {
            return Reading.PASSED;
        }
        row.set(Field.QUEUE_ID, block, at, idEnd);
        var reading = message(idEnd + 1);
        if (reading == Reading.READ) {
            sink.accept(row);
        }
        return reading;
    }

    /// Behind the time (Exim's own or syslog's), the process id and the mark of a split line; -1 when nothing follows that
    /// can be read by itself.
    private int start(byte[] in, int from) {
        int at = from;
        row.time = ownTime(at);
        if (row.time == Timestamps.NONE && syslog.read(in, from, end)) {
            block = syslog.block;
            row.time = syslog.time;
            row.set(Field.LOG_HOST, block, syslog.hostFrom, syslog.hostTo);
            row.set(Field.INSTANCE, block, syslog.programFrom, syslog.programTo);
            at = syslog.messageFrom;
            end = syslog.messageTo;
            at = afterPart(at);
            if (at < 0) {
                return -1;
            }
            long own = ownTime(at);
            if (own != Timestamps.NONE) {
                row.time = own;
                at = times.end;
            }
        } else if (row.time != Timestamps.NONE) {
            at = times.end;
        }
        at = Bytes.skipBlanks(block, at, end);
        if (at < end && block[at] == '[') {
            int close = Bytes.find(block, at, end, (byte) ']');
            if (Bytes.isNumber(block, at + 1, close)) {
                at = Bytes.skipBlanks(block, close + 1, end);
            }
        }
        return at;
    }

    private long ownTime(int at) {
        return at < end && Bytes.isDigit(block[at]) ? times.iso(block, at, end) : Timestamps.NONE;
    }

    /// Behind `[1/5] `; -1 for the later parts, which mean nothing alone.
    private int afterPart(int at) {
        if (at >= end || block[at] != '[') {
            return at;
        }
        int close = Bytes.find(block, at, Math.min(end, at + 12), (byte) ']');
        int slash = Bytes.find(block, at, close, (byte) '/');
        slash = slash == close ? Bytes.find(block, at, close, (byte) '\\') : slash;
        if (!Bytes.isNumber(block, at + 1, slash) || !Bytes.isNumber(block, slash + 1, close)) {
            return at;
        }
        return Bytes.number(block, at + 1, slash) == 1
                ? Bytes.skipBlanks(block, close + 1, end)
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
        if (at + 2 < end && block[at + 2] == ' ') {
            int rest = at + 3;
            switch (block[at] << 8 | block[at + 1]) {
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
        if (Bytes.startsWith(block, at, end, COMPLETED)) {
            row.kind = Kind.REMOVED;
            items(at + COMPLETED.length);
            return Reading.READ;
        }
        return hostAlone(at);
    }

    private Reading delivered(int from) {
        row.kind = Kind.DELIVERED;
        int at = address(from);
        if (at < 0) {
            return Reading.UNPARSED;
        }
        items(at);
        return Reading.READ;
    }

    private Reading arrived(int from) {
        row.kind = Kind.RECEIVED;
        row.queuedAt = row.time;
        int at = addressEnd(from);
        int start = from;
        int to = at;
        if (to > start && block[start] == '<' && block[to - 1] == '>') {
            start++;
            to--;
        }
        row.set(Field.REVERSE_PATH, block, start, to);
        items(at);
        return Reading.READ;
    }

    private Reading deferred(int from) {
        row.kind = Kind.DEFERRED;
        int at = address(from);
        int defer = at < 0 ? end : Bytes.find(block, at, end, DEFER);
        if (defer == end) {
            return Reading.UNPARSED;
        }
        int limit = end;
        end = defer;
        items(at);
        end = limit;
        int close = Bytes.find(block, defer, end, (byte) ')');
        int error = signed(defer + DEFER.length, close);
        int text = Math.min(close + 1, end);
        leaveTimeTaken(text);
        reason(text);
        if (isHeld(error)) {
            row.kind = Kind.SUSPENDED;
        }
        return Reading.READ;
    }

    private boolean isHeld(int error) {
        return has(Field.TEXT, NOT_REACHED)
                || has(Field.TEXT, CONNECTION_LIMIT)
                || error <= RETRY_ERRORS && !has(Field.TEXT, LOOKUP);
    }

    private Reading failed(int from) {
        row.kind = Kind.BOUNCED;
        int at = address(from);
        if (at < 0) {
            return Reading.UNPARSED;
        }
        int text = items(at);
        leaveTimeTaken(text);
        boolean exceeded = endsWith(TIMEOUT_EXCEEDED);
        if (exceeded) {
            end = beforeColon(end - TIMEOUT_EXCEEDED.length, text);
        }
        reason(text);
        if (exceeded || has(Field.TEXT, LONG_TIME) || has(Field.TEXT, NOT_REACHED)) {
            row.kind = Kind.EXPIRED;
        }
        if (exceeded && !row.has(Field.TEXT)) {
            row.set(Field.TEXT, TIMEOUT_EXCEEDED, 0, TIMEOUT_EXCEEDED.length);
        }
        return Reading.READ;
    }

    /// Leaves away a ` DT=3s` that ends the line.
    private void leaveTimeTaken(int from) {
        int last = Bytes.findLast(block, from, end, (byte) ' ');
        if (last >= 0 && Bytes.startsWith(block, last, end, DELIVERY_TIME)) {
            end = last;
        }
    }

    private boolean endsWith(byte[] words) {
        return Bytes.startsWith(block, Math.max(0, end - words.length), end, words);
    }

    private int beforeColon(int at, int from) {
        int to = at;
        while (to > from && (block[to - 1] == ' ' || block[to - 1] == ':')) {
            to--;
        }
        return to;
    }

    private boolean has(Field field, byte[] words) {
        return row.has(field)
                && Bytes.contains(row.bytes(field), row.start(field), row.end(field), words);
    }

    /// A line with an id and no flag: a host that refused or could not be reached, or something of no concern.
    private Reading hostAlone(int from) {
        row.kind = Kind.NOTED;
        int at = from;
        if (Bytes.startsWith(block, at, end, ERROR_FROM)) {
            reason(at);
            return Reading.READ;
        }
        if (Bytes.startsWith(block, at, end, HOST_ITEM)) {
            at = host(at + 2);
        } else {
            int open = Bytes.find(block, at, end, (byte) '[');
            int nameFrom = open < 2 ? at : Bytes.findLast(block, at, open - 1, (byte) ' ') + 1;
            at = open == end ? -1 : host(Math.max(at, nameFrom));
        }
        if (at < 0 || at >= end) {
            return Reading.PASSED;
        }
        reason(at);
        return row.stage != null || row.trouble != null ? Reading.READ : Reading.PASSED;
    }

    /// The recipient at `from` and, in angle brackets after it, the address it came of. A pipe, a file or a bare local part
    /// is no recipient; then the address it came of is. Returns where the items after it begin, -1 when there is none.
    private int address(int from) {
        int to = addressEnd(from);
        int last = to;
        int at = Bytes.skipBlanks(block, last, end);
        if (at < end && block[at] == '(') {
            at = Bytes.skipBlanks(block, Bytes.find(block, at, end, (byte) ')') + 1, end);
        }
        boolean colon = to > from && block[to - 1] == ':' && block[from] != ':';
        int origin = -1;
        if (!colon && at < end && block[at] == '<') {
            origin = at + 1;
            last = Math.min(Bytes.find(block, at, end, (byte) '>') + 1, end);
        }
        recipient(from, colon ? to - 1 : to, origin, last - 1);
        return to == from || !row.has(Field.RECIPIENT) ? -1 : colon ? to - 1 : last;
    }

    private void recipient(int from, int to, int origin, int originEnd) {
        boolean bracketed = to > from + 1 && block[from] == '<' && block[to - 1] == '>';
        int start = bracketed ? from + 1 : from;
        int stop = bracketed ? to - 1 : to;
        byte first = start < stop ? block[start] : 0;
        boolean elsewhere = first == '|' || first == '/' || first == '>' || first == ':';
        boolean whole = !elsewhere && Bytes.find(block, start, stop, (byte) '@') < stop;
        if (origin < 0) {
            row.set(Field.RECIPIENT, block, start, stop);
        } else if (!whole) {
            row.set(Field.RECIPIENT, block, origin, originEnd);
        } else {
            row.set(Field.RECIPIENT, block, start, stop);
            if (stop - start != originEnd - origin || !same(start, origin, stop - start)) {
                row.set(Field.ORIGINAL_RECIPIENT, block, origin, originEnd);
            }
        }
    }

    private boolean same(int one, int other, int length) {
        return Arrays.equals(block, one, one + length, block, other, other + length);
    }

    private int addressEnd(int from) {
        int at = from;
        if (at < end && block[at] == '<') {
            at++;
        }
        if (at < end && block[at] == '"') {
            at = quoteEnd(at);
        } else if (at < end && block[at] == '|') {
            return commandEnd(at);
        }
        return Bytes.find(block, at, end, (byte) ' ');
    }

    /// A piped command has blanks of its own; it ends before the address it came of.
    private int commandEnd(int at) {
        int bracket = Bytes.find(block, at, end, SPACED_BRACKET);
        return bracket == end ? Bytes.find(block, at, end, (byte) ' ') : bracket;
    }

    private static final byte[] SPACED_BRACKET = Bytes.of(" <");

    private int quoteEnd(int from) {
        for (int at = from + 1; at < end; at++) {
            if (block[at] == '\\') {
                at++;
            } else if (block[at] == '"') {
                return at + 1;
            }
        }
        return end;
    }

    /// Reads the `K=value` items from `from` on; returns where the text after their colon begins, the end where none does.
    private int items(int from) {
        int at = from;
        while (at < end) {
            at = Bytes.skipBlanks(block, at, end);
            if (at < end && block[at] == ':') {
                return at;
            }
            int equals = keyEnd(at);
            if (equals < 0) {
                at = word(at);
            } else {
                at = item(at, equals);
            }
            if (at < end && block[at] == ':') {
                return at;
            }
        }
        return end;
    }

    /// Where the `=` of a key at `at` stands, -1 when there is no key.
    private int keyEnd(int at) {
        int limit = Math.min(end, at + 5);
        for (int i = at; i < limit; i++) {
            if (block[i] == '=') {
                return i > at ? i : -1;
            }
            if (block[i] == ' ' || block[i] == ':' || block[i] == '<') {
                return -1;
            }
        }
        return -1;
    }

    /// The end of a word that is no item; a colon that ends it is left.
    private int word(int at) {
        int to = Bytes.find(block, at, end, (byte) ' ');
        return to > at + 1 && block[to - 1] == ':' ? to - 1 : to;
    }

    private int item(int from, int equals) {
        int value = equals + 1;
        if (equals == from + 1 && block[from] == 'H') {
            return host(value);
        }
        int to;
        if (value < end && block[value] == '"') {
            to = quoteEnd(value);
        } else if (value < end && block[value] == '<') {
            to = Math.min(Bytes.find(block, value, end, (byte) '>') + 1, end);
        } else {
            to = word(value);
        }
        take(from, equals, value, to);
        return to;
    }

    private void take(int from, int equals, int value, int to) {
        boolean received = row.kind == Kind.RECEIVED;
        if (equals - from == 1) {
            switch (block[from]) {
                case 'T' -> {
                    if (!received) {
                        row.set(Field.TRANSPORT, block, value, to);
                    }
                }
                case 'S' -> row.size = Bytes.number(block, value, to);
                case 'C' -> quoted(value, to);
                case 'X' ->
                        row.set(Field.TLS, block, value, Bytes.find(block, value, to, (byte) ':'));
                case 'F' -> path(value, to);
                case 'P' -> {
                    if (!received) {
                        path(value, to);
                    }
                }
                case 'I' -> {
                    if (!received && value < to && block[value] == '[') {
                        row.set(
                                Field.SOURCE_IP,
                                block,
                                value + 1,
                                Bytes.find(block, value, to, (byte) ']'));
                    }
                }
                default -> {}
            }
        } else if (equals - from == 2 && block[from] == 'i' && block[from + 1] == 'd') {
            row.set(Field.MESSAGE_ID, block, value, to);
        } else if (equals - from == 2 && block[from] == 'Q' && block[from + 1] == 'T') {
            queueTime(value, to);
        }
    }

    private void quoted(int value, int to) {
        if (to > value + 1 && block[value] == '"' && block[to - 1] == '"') {
            ReplyCopy.unescaped(row, Field.TEXT, block, value + 1, to - 1);
        }
    }

    private void path(int value, int to) {
        if (to > value + 1 && block[value] == '<' && block[to - 1] == '>') {
            row.set(Field.REVERSE_PATH, block, value + 1, to - 1);
        }
    }

    /// `2d3h4m5s`, `0.123s`.
    private void queueTime(int value, int to) {
        Words.delayed(row, Words.duration(block, value, to));
    }

    /// `mx.example.com (helo) [192.0.2.1]:25*` at `from`; returns where it ends. On arrival the host is not ours to keep.
    private int host(int from) {
        int open = Bytes.find(block, from, end, (byte) '[');
        int close = Bytes.find(block, open, end, (byte) ']');
        if (close == end) {
            return word(from);
        }
        if (open > from && block[open - 1] == '(') {
            open = Bytes.find(block, close, end, (byte) '[');
            close = Bytes.find(block, open, end, (byte) ']');
            if (close == end) {
                return word(from);
            }
        }
        if (row.kind != Kind.RECEIVED) {
            row.set(
                    Field.MX_HOST,
                    block,
                    from,
                    Math.min(Bytes.find(block, from, open, (byte) ' '), open));
            row.set(Field.MX_IP, block, open + 1, close);
        }
        int at = close + 1;
        if (at + 1 < end && block[at] == ':' && Bytes.isDigit(block[at + 1])) {
            at++;
            while (at < end && Bytes.isDigit(block[at])) {
                at++;
            }
        }
        return at < end && block[at] == '*' ? at + 1 : at;
    }

    /// What the text from `from` says: a reply and the command it answered, or a trouble. `from` may stand on a colon.
    private void reason(int from) {
        int at = afterColons(from);
        int spaced = Bytes.find(block, Math.max(from, at - 1), end, SPACED_HOST);
        if (spaced < end && !row.has(Field.MX_HOST)) {
            at = withHost(at, spaced);
        }
        if (at >= end) {
            return;
        }
        int near = Math.min(end, at + 120);
        if (Bytes.contains(block, at, near, ERROR_FROM)
                || Bytes.startsWith(block, at, end, LMTP_ERROR)) {
            reply(at);
        } else {
            local(at);
        }
    }

    /// `Connection timed out H=mx [192.0.2.1] DT=2m: SMTP timeout after …`: the system's words stand before the host.
    private int withHost(int at, int spaced) {
        int open = Bytes.find(block, spaced, end, (byte) '[');
        if (open == end) {
            return at;
        }
        int after = host(spaced + 3);
        int colon = Bytes.find(block, after, end, COLON);
        int next = afterColons(colon);
        if (next < end) {
            return next;
        }
        end = spaced;
        return at;
    }

    private int afterColons(int from) {
        int at = from;
        while (at < end && (block[at] == ':' || block[at] == ' ')) {
            at++;
        }
        return at;
    }

    /// `SMTP error from remote mail server after pipelined RCPT TO:<…>: host mx [192.0.2.1]: 450 …`.
    private void reply(int from) {
        int after = Bytes.find(block, from, end, AFTER);
        int command = Math.min(after + AFTER.length, end);
        if (Bytes.startsWith(block, command, end, PIPELINED)) {
            command += PIPELINED.length;
        }
        row.stage = Wording.command(block, command, end);
        int at = Bytes.find(block, command, end, COLON) + COLON.length;
        if (at >= end) {
            row.set(Field.TEXT, block, from, end);
            return;
        }
        if (Bytes.startsWith(block, at, end, HOST)) {
            int close = host(at + HOST.length);
            at = afterColons(close);
        }
        ReplyCopy.unescaped(row, Field.TEXT, block, at, end);
    }

    private void local(int from) {
        ReplyCopy.unescaped(row, Field.TEXT, block, from, end);
        if (Wording.beginsWithCode(block, from, end)) {
            return;
        }
        row.trouble = Wording.trouble(block, from, end);
        int command = afterWords(from, IN_RESPONSE);
        command = command < 0 ? afterWords(from, AFTER) : command;
        if (command >= 0 && row.trouble != null) {
            row.stage = Wording.command(block, command, end);
        }
        if (row.trouble == Trouble.REFUSED) {
            row.stage = Stage.CONNECT;
        }
    }

    private int afterWords(int from, byte[] words) {
        int at = Bytes.find(block, from, end, words);
        if (at == end) {
            return -1;
        }
        int command = at + words.length;
        return Bytes.startsWith(block, command, end, PIPELINED)
                ? command + PIPELINED.length
                : command;
    }

    private int signed(int from, int to) {
        boolean minus = from < to && block[from] == '-';
        int value = (int) Math.min(Bytes.number(block, minus ? from + 1 : from, to), 1 << 20);
        return minus ? -value : value;
    }
}
