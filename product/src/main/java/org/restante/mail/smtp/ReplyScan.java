package org.restante.mail.smtp;

import org.jspecify.annotations.Nullable;

/// Finds the code, the enhanced status code and the text of a reply in bytes, however a session, a log or a bounce spells it:
/// behind a `smtp;` type, cited inside other words (`host x said: 550 …`, `H [192.0.2.1]: 421 …`), glued to the word before it,
/// in brackets, or with no code at all. One scan serves one thread and is used again and again; it makes no objects.
public final class ReplyScan {
    private static final int NONE = -1;
    private static final int DELIVERY_EXPIRED = 4_007;

    private byte[] in = new byte[0];
    private int to;

    private int code;
    private int status;
    private int start;
    private int codeAt;
    private int textAt;
    private int statusFrom;
    private int statusTo;
    private boolean leadIsText;
    private @Nullable Stage stage;
    private int hostFrom;
    private int hostTo;

    /// Reads the bytes `[from, end)`.
    public void read(byte[] bytes, int from, int end) {
        in = bytes;
        to = trimmedEnd(from, end);
        code = 0;
        status = 0;
        stage = null;
        hostFrom = 0;
        hostTo = 0;
        leadIsText = false;
        statusFrom = NONE;
        statusTo = NONE;
        cutTail(from);
        start = pastType(pastBlanks(from));
        findCode();
        if (codeAt == NONE) {
            textAt = start;
            leadingStatus(pastOpening(start));
        } else {
            code = number3(codeAt);
            textAt = codeAt + 3;
            leadingStatus(pastSeparators(textAt));
        }
        if (status == 0 && (code == 0 || code >= 400)) {
            embeddedStatus(textAt, to);
        }
        if (status == 0 && code >= 400 && codeAt > start) {
            embeddedStatus(start, codeAt);
        }
        if (code == 0 && statusFrom == start) {
            quotedStatus();
        } else if (status % 1_000_000 == DELIVERY_EXPIRED && code != 0) {
            lastReply();
        }
    }

    /// `5.1.0 - Unknown address error '5.7.1 …'`: a sending server's own status before the one it quotes (Cisco AsyncOS).
    private void quotedStatus() {
        if (!Ascii.startsWith(in, statusTo, to, " - ")) {
            return;
        }
        for (int at = statusTo; at + 5 < to; at++) {
            int length = in[at] == '\'' ? statusLength(at + 1) : 0;
            if (length > 0) {
                takeStatus(at + 1, length);
                return;
            }
        }
    }

    /// `554 4.4.7 Message expired … <421 4.4.2 Connection timed out>`: a sending server that gave up tells what it last heard.
    private void lastReply() {
        for (int at = statusTo; at + 8 < to; at++) {
            if (in[at] == '<' && isCode(at + 1, '4') && hasStatusOfSameClass(at + 1)) {
                codeAt = at + 1;
                code = number3(codeAt);
                textAt = codeAt + 3;
                leadingStatus(pastSeparators(textAt));
                to = in[to - 1] == '>' ? to - 1 : to;
                return;
            }
        }
    }

    private void findCode() {
        int at = pastOpening(start);
        codeAt = isCode(at, '2') ? at : cited(start);
        if (codeAt == at && in[at] < '4') {
            int refusal = cited(at + 3);
            codeAt = refusal == NONE ? codeAt : refusal;
        }
    }

    /// The reply code, 0 when there is none.
    public int code() {
        return code;
    }

    /// The enhanced status code as `class * 1,000,000 + subject * 1,000 + detail`, 0 when there is none.
    public int status() {
        return status;
    }

    /// Where the words begin when no code stands before them, or those right after the code.
    public int textAt() {
        return textAt;
    }

    /// Where the text ends: before a `(in reply to … command)` that the sending server added.
    public int end() {
        return to;
    }

    /// Words before the code that are part of the refusal itself (`text550 5.1.1 more`), not a sending server's lead-in.
    public boolean leadIsText() {
        return leadIsText;
    }

    /// Where the refusal begins, after its type.
    public int start() {
        return start;
    }

    /// Where the code stands; -1 when there is none.
    public int codeAt() {
        return codeAt;
    }

    /// Where the enhanced status code stands; -1 when there is none.
    public int statusAt() {
        return statusFrom;
    }

    public int statusEnd() {
        return statusTo;
    }

    /// The stage that the sending server's words around the reply tell, null when they tell none.
    public @Nullable Stage stage() {
        return stage;
    }

    /// Where the name of the host stands that the words around the reply tell (`host x[192.0.2.1] said: …`).
    public int hostFrom() {
        return hostFrom;
    }

    /// Where that name ends; equal to [#hostFrom] when none is told.
    public int hostTo() {
        return hostTo;
    }

    private int trimmedEnd(int from, int end) {
        int last = end;
        while (last > from && in[last - 1] <= ' ' && in[last - 1] >= 0) {
            last--;
        }
        return last;
    }

    /// Takes `(in reply to RCPT TO command)` off the end; it is the client's note, and it tells the stage.
    private void cutTail(int from) {
        if (to - from < 20 || in[to - 1] != ')') {
            return;
        }
        int open = to - 1;
        while (open > from && open > to - 60 && in[open] != '(') {
            open--;
        }
        if (in[open] != '(' || !Ascii.startsWith(in, open + 1, to, "in reply to ")) {
            return;
        }
        stage = Stages.ofCommand(in, open + 13, to);
        to = trimmedEnd(from, open);
    }

    private int pastBlanks(int from) {
        int at = from;
        while (at < to && in[at] >= 0 && in[at] <= ' ') {
            at++;
        }
        return at;
    }

    /// Past a diagnostic type (RFC 3464 §2.3.6) such as `smtp;` or `x-postfix;`.
    private int pastType(int from) {
        int at = from;
        while (at < to && at < from + 24 && (Ascii.isLetter(in[at]) || in[at] == '-')) {
            at++;
        }
        int word = at;
        while (at < to && in[at] == ' ') {
            at++;
        }
        if (at >= to || in[at] != ';') {
            return from;
        }
        boolean known =
                Ascii.equals(in, from, word, "smtp")
                        || Ascii.equals(in, from, word, "lmtp")
                        || Ascii.startsWith(in, from, word, "x-");
        return known ? pastBlanks(at + 1) : from;
    }

    private int pastOpening(int from) {
        int at = from;
        while (at < to && "<([\"'".indexOf(in[at]) >= 0) {
            at++;
        }
        return at;
    }

    private boolean isCode(int at, int lowest) {
        if (at + 3 > to || in[at] < lowest || in[at] > '5') {
            return false;
        }
        if (!Ascii.isDigit(in[at + 1]) || !Ascii.isDigit(in[at + 2])) {
            return false;
        }
        if (at + 3 == to) {
            return true;
        }
        byte next = in[at + 3];
        if (next == '.' || next == ',') {
            return at + 4 >= to || !Ascii.isDigit(in[at + 4]);
        }
        return !Ascii.isDigit(next)
                && !Ascii.isLetter(next)
                && next != '@'
                && next != '/'
                && (next != '&' || Ascii.startsWith(in, at + 3, to, "&nbsp;"));
    }

    private int number3(int at) {
        return (in[at] - '0') * 100 + (in[at + 1] - '0') * 10 + in[at + 2] - '0';
    }

    /// The place of a refusal's code inside other words, -1 when there is none that can be trusted.
    private int cited(int from) {
        int likely = NONE;
        for (int at = from; at + 3 <= to; at++) {
            if (in[at] != '4' && in[at] != '5' || !isCode(at, '4') || !mayBegin(at)) {
                continue;
            }
            if (hasStatusOfSameClass(at)) {
                leadIsText = !isLeadIn(at);
                tellStage(at);
                return at;
            }
            if (likely == NONE && isLeadIn(at) && !countsSomething(at)) {
                likely = at;
            }
        }
        if (likely != NONE) {
            tellStage(likely);
        }
        return likely;
    }

    /// A code may be glued to a letter but not to a digit, a dot or a hyphen.
    private boolean mayBegin(int at) {
        if (at == start) {
            return true;
        }
        byte before = in[at - 1];
        return !Ascii.isDigit(before) && before != '.' && before != '-' && before != '/';
    }

    private boolean hasStatusOfSameClass(int at) {
        int next = pastSeparators(at + 3);
        return next < to && in[next] == in[at] && statusLength(next) > 0;
    }

    /// What stands before a cited code: `said:`, `]:`, `<<<`, `error`, the start of a line.
    private boolean isLeadIn(int at) {
        int last = at - 1;
        while (last >= start
                && (in[last] == ' ' || "\"'([<".indexOf(in[last]) >= 0 && in[last] != '<')) {
            last--;
        }
        if (last < start) {
            return true;
        }
        if (last - 2 > start && repeats(last - 2, at) && mayBegin(last - 2)) {
            return isLeadIn(last - 2);
        }
        byte before = in[last];
        if (before == ':'
                || before == '<'
                || before == '='
                || before == '\n'
                || before == '>'
                || before == ',') {
            return true;
        }
        return endsWithWord(last, "said")
                || endsWithWord(last, "error")
                || endsWithWord(last, "code")
                || endsWithWord(last, "reply")
                || endsWithWord(last, "response")
                || endsWithWord(last, "responded")
                || endsWithWord(last, "with")
                || endsWithWord(last, "smtp");
    }

    /// `550 550 5.1.1 …`: the same code twice.
    private boolean repeats(int one, int other) {
        return in[one] == in[other] && in[one + 1] == in[other + 1] && in[one + 2] == in[other + 2];
    }

    private boolean endsWithWord(int last, String word) {
        int from = last - word.length() + 1;
        return from >= start
                && Ascii.equals(in, from, last + 1, word)
                && (from == start || !Ascii.isLetter(in[from - 1]));
    }

    private boolean countsSomething(int at) {
        int next = pastBlanks(at + 3);
        return Ascii.startsWith(in, next, to, "second")
                || Ascii.startsWith(in, next, to, "minute")
                || Ascii.startsWith(in, next, to, "byte")
                || Ascii.startsWith(in, next, to, "ms")
                || Ascii.startsWith(in, next, to, "kb")
                || Ascii.startsWith(in, next, to, "mb");
    }

    private void tellStage(int at) {
        if (stage == null) {
            stage = Stages.ofLeadIn(in, start, at);
        }
        int host = Ascii.indexOf(in, start, at, "host ");
        if (host >= 0 && (host == start || in[host - 1] == ' ')) {
            hostFrom = host + 5;
            hostTo = hostFrom;
            while (hostTo < at
                    && (Ascii.isLetter(in[hostTo])
                            || Ascii.isDigit(in[hostTo])
                            || in[hostTo] == '.'
                            || in[hostTo] == '-')) {
                hostTo++;
            }
        }
    }

    private int pastSeparators(int from) {
        int at = from;
        int last = Math.min(to, from + 8);
        while (at < last && " -:#([<;,_\t'".indexOf(in[at]) >= 0) {
            at++;
        }
        return Ascii.startsWith(in, at, to, "&nbsp;") ? at + 6 : at;
    }

    private void leadingStatus(int at) {
        int length = statusLength(at);
        if (length > 0 && !(in[at] == '2' && code >= 400)) {
            takeStatus(at, length);
        }
    }

    private void takeStatus(int at, int length) {
        statusFrom = at;
        statusTo = at + length;
        int firstDot = at + 1;
        int secondDot = firstDot + 1;
        while (in[secondDot] != '.') {
            secondDot++;
        }
        status =
                (in[at] - '0') * 1_000_000
                        + number(firstDot + 1, secondDot) * 1_000
                        + number(secondDot + 1, statusTo);
    }

    private int number(int from, int end) {
        int value = 0;
        for (int i = from; i < end; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }

    /// How long the enhanced status code at `at` is; 0 when there is none.
    private int statusLength(int at) {
        if (at + 5 > to || in[at] != '2' && in[at] != '4' && in[at] != '5' || in[at + 1] != '.') {
            return 0;
        }
        int subject = digits(at + 2);
        int dot = at + 2 + subject;
        if (subject == 0 || dot >= to || in[dot] != '.') {
            return 0;
        }
        int detail = digits(dot + 1);
        int end = dot + 1 + detail;
        if (detail == 0 || end < to && continuesCode(end)) {
            return 0;
        }
        return end - at;
    }

    private boolean continuesCode(int at) {
        if (in[at] == '.') {
            return at + 1 < to && Ascii.isDigit(in[at + 1]);
        }
        return Ascii.isDigit(in[at]);
    }

    private int digits(int from) {
        int at = from;
        while (at < to && at < from + 3 && Ascii.isDigit(in[at])) {
            at++;
        }
        return at - from;
    }

    /// A status that stands further on, as in `550 Unknown user (#5.1.1)` or on a later line.
    private void embeddedStatus(int from, int end) {
        int classDigit = code >= 400 ? code / 100 + '0' : 0;
        for (int at = from; at + 5 <= end; at++) {
            if (in[at] != '4' && in[at] != '5' || in[at + 1] != '.') {
                continue;
            }
            int length = statusLength(at);
            if (length == 0 || !standsAlone(at, length, from)) {
                continue;
            }
            boolean marked = at > from && (in[at - 1] == '#' || in[at - 1] == '(');
            if (classDigit == 0 || in[at] == classDigit || marked) {
                takeStatus(at, length);
                return;
            }
        }
    }

    private boolean standsAlone(int at, int length, int from) {
        if (digits(at + 2) != 1) {
            return at > from && in[at - 1] == '#';
        }
        if (at + length < to && (Ascii.isLetter(in[at + length]) || in[at + length] == '-')) {
            return false;
        }
        if (at == from) {
            return true;
        }
        byte before = in[at - 1];
        if (before == '#' || before == '(' || before == '[' || before == ':' || before == '\n') {
            return true;
        }
        return (before == ' ' || before == '=' || before == '"' || before == ',')
                && !followsAName(at - 1, from);
    }

    /// `Exim 4.9.2`, `version 5.1.0`: a number of a program, not a status.
    private boolean followsAName(int blank, int from) {
        int last = blank;
        while (last > from && in[last] == ' ') {
            last--;
        }
        return endsWithWord(last, "exim")
                || endsWithWord(last, "version")
                || endsWithWord(last, "postfix")
                || endsWithWord(last, "server")
                || endsWithWord(last, "v");
    }
}
