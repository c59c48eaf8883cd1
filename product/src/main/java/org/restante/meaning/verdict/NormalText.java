package org.restante.meaning.verdict;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.restante.mail.smtp.ReplyScan;

/// A reply as rules see it: `CODE X.Y.Z text` in lower case on one line, the code once, and what differs between equal replies
/// masked: addresses `a@a`, host names `a.a`, IP addresses `0.0.0.0`, numbers `0`, ids `x0`. Words that some rule looks for stay.
/// Rules are tried on this text and on nothing else, so that replies of one normal text can share one verdict.
final class NormalText {
    private static final int LONGEST = 3000;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte BLANK = 0;
    private static final byte MARK = 1;
    private static final byte LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte DOT = 4;
    private static final byte AT = 5;
    private static final byte JOINER = 6;

    /// A byte of a character beyond US-ASCII; a letter in all else.
    private static final byte BEYOND = 7;

    private static final byte[] KIND = new byte[256];
    private static final byte[] LOWER = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            KIND[i] = i <= ' ' ? BLANK : i >= 128 ? BEYOND : MARK;
            LOWER[i] = (byte) i;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            KIND[c] = LETTER;
            KIND[c - 32] = LETTER;
            LOWER[c - 32] = (byte) c;
        }
        for (int c = '0'; c <= '9'; c++) {
            KIND[c] = DIGIT;
        }
        KIND['.'] = DOT;
        KIND['@'] = AT;
        for (char c : "-_#+~".toCharArray()) {
            KIND[c] = JOINER;
        }
    }

    private static final ByteWords UNITS =
            new ByteWords(
                    List.of(
                            "s", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs", "hours", "d",
                            "ms", "k", "kb", "mb", "gb", "b"));

    private final Kept kept;
    private final boolean masksDigits;
    private final ReplyScan scan = new ReplyScan();
    private byte[] out = new byte[1024];
    private int length;

    private byte[] in = new byte[0];
    private int at;
    private int end;
    private int addressFrom;
    private boolean severalLines;
    private boolean lineStarts;
    private boolean ascii;
    private boolean bare;

    NormalText(Kept kept, boolean masksDigits) {
        this.kept = kept;
        this.masksDigits = masksDigits;
    }

    ReplyScan scan() {
        return scan;
    }

    byte[] bytes() {
        return out;
    }

    int length() {
        return length;
    }

    /// Whether every byte is US-ASCII.
    boolean isAscii() {
        return ascii;
    }

    /// Whether the reply holds nothing but its codes.
    boolean isBare() {
        return bare;
    }

    String text() {
        return new String(
                out, 0, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    void read(byte[] bytes, int from, int to) {
        scan.read(bytes, from, Math.min(to, from + LONGEST));
        in = bytes;
        length = 0;
        ascii = true;
        writeCode();
        int words = length;
        if (scan.leadIsText()) {
            body(scan.start(), scan.codeAt());
            write(' ');
        }
        int first = scan.textAt();
        severalLines = scan.code() != 0 && first < scan.end() && in[first] == '-';
        body(first, scan.end());
        while (length > 0 && out[length - 1] == ' ') {
            length--;
        }
        bare = length < words;
    }

    /// The code; where a status alone tells the class, `400` or `500`.
    private void writeCode() {
        int code = scan.code();
        int status = scan.status();
        if (code == 0 && status != 0) {
            code = status / 1_000_000 * 100;
        }
        if (code != 0) {
            write('0' + code / 100);
            write('0' + code / 10 % 10);
            write('0' + code % 10);
            write(' ');
        }
        if (status != 0) {
            room(scan.statusEnd() - scan.statusAt());
            for (int i = scan.statusAt(); i < scan.statusEnd(); i++) {
                out[length++] = in[i];
            }
            write(' ');
        }
    }

    private void write(int b) {
        room(1);
        out[length++] = (byte) b;
    }

    private void write(String mask) {
        for (int i = 0; i < mask.length(); i++) {
            write(mask.charAt(i));
        }
    }

    private void room(int more) {
        if (length + more + 16 > out.length) {
            out = Arrays.copyOf(out, out.length * 2 + more);
        }
    }

    private void body(int from, int to) {
        at = from;
        end = to;
        addressFrom = length;
        lineStarts = true;
        boolean wordStarts = true;
        while (at < end && (in[at] == '-' || in[at] == ':')) {
            at++;
        }
        while (at < end) {
            byte b = in[at];
            int kind = KIND[b & 0xff];
            if (kind == BLANK) {
                blank(b);
                wordStarts = true;
            } else if (kind == MARK) {
                wordStarts = mark(b);
            } else {
                if (wordStarts && (repeatsCode() || isStatusOnceMore())) {
                    continue;
                }
                piece();
                wordStarts = false;
                lineStarts = false;
            }
        }
    }

    private void blank(byte b) {
        if (length > 0 && out[length - 1] != ' ') {
            write(' ');
        }
        lineStarts |= b == '\n';
        addressFrom = length;
        at++;
    }

    /// A sign that stands between words; `\n` written as two letters is a line break. Returns whether a word may begin after it.
    private boolean mark(byte b) {
        if (b == '\\' && at + 1 < end && (in[at + 1] == 'n' || in[at + 1] == 'r')) {
            at++;
            blank((byte) '\n');
            return true;
        }
        boolean opens = length > 0 && out[length - 1] != ' ' || b != ':' && b != ';' && b != ',';
        if (opens) {
            write(b);
        }
        at++;
        if (b == '<' || b == '(' || b == ':' || b == '[' || b == ',' || b == ';' || b == '"'
                || b == '\'' || b == '>') {
            addressFrom = length;
        }
        return length <= 12 || b == '<';
    }

    /// Skips the code that begins another line of the reply, and the status that follows it.
    private boolean repeatsCode() {
        int code = scan.code();
        if (code == 0
                || at + 4 > end
                || in[at] != '0' + code / 100
                || in[at + 1] != '0' + code / 10 % 10
                || in[at + 2] != '0' + code % 10) {
            return false;
        }
        byte after = in[at + 3];
        boolean another =
                after == '-'
                        ? isWordOrStatus(at + 4)
                        : after == ' ' && (lineStarts || severalLines);
        if (!another) {
            return false;
        }
        severalLines = after == '-';
        at += 4;
        lineStarts = false;
        return true;
    }

    private boolean isWordOrStatus(int from) {
        return from >= end
                || KIND[in[from] & 0xff] != DIGIT
                || from + 1 < end && in[from + 1] == '.';
    }

    /// Skips the status that already stands in front: the first one and those that repeat it at the start of lines.
    private boolean isStatusOnceMore() {
        int statusAt = scan.statusAt();
        if (statusAt < 0 || in[at] != in[statusAt]) {
            return false;
        }
        int size = scan.statusEnd() - statusAt;
        if (at + size > end || !Arrays.equals(in, at, at + size, in, statusAt, statusAt + size)) {
            return false;
        }
        int next = at + size;
        if (next < end
                && (KIND[in[next] & 0xff] == DIGIT
                        || in[next] == '.'
                                && next + 1 < end
                                && KIND[in[next + 1] & 0xff] == DIGIT)) {
            return false;
        }
        at = next;
        while (at < end
                && (in[at] == ':'
                        || in[at] == '-'
                        || in[at] == ')'
                        || in[at] == ']'
                        || in[at] == ';')) {
            at++;
        }
        return true;
    }

    /// A run of letters, digits, dots and joining signs. Kept in local variables, as most of the time is spent here.
    private void piece() {
        room(end - at);
        int from = at;
        int start = length;
        int to = from;
        int size = start;
        int kinds = 0;
        byte[] source = in;
        byte[] target = out;
        int before = 0;
        while (to < end) {
            int b = source[to] & 0xff;
            int kind = KIND[b];
            if (kind < LETTER || b == '.' && before == '.') {
                break;
            }
            kinds |= 1 << kind;
            target[size++] = LOWER[b];
            before = b;
            to++;
        }
        at = to;
        ascii &= (kinds & 1 << BEYOND) == 0;
        if (isAddress6(from)) {
            write("0.0.0.0");
            return;
        }
        length = size;
        if ((kinds & (1 << DIGIT | 1 << DOT | 1 << AT)) != 0) {
            mask(start, kinds);
        }
    }

    /// An IPv6 address goes on over its colons.
    private boolean isAddress6(int from) {
        if (at >= end || in[at] != ':' || at - from > 4) {
            return false;
        }
        int colons = 0;
        int to = from;
        while (to < end && to < from + 46 && isAddress6Part(in[to])) {
            colons += in[to] == ':' ? 1 : 0;
            to++;
        }
        if (colons < 3 || to < end && KIND[in[to] & 0xff] >= LETTER) {
            return false;
        }
        at = in[to - 1] == ':' ? to - 1 : to;
        return true;
    }

    private static boolean isAddress6Part(byte b) {
        int c = LOWER[b & 0xff];
        return c == ':' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private void mask(int start, int kinds) {
        int stop = length;
        while (stop > start
                && (out[stop - 1] == '.' || out[stop - 1] == '-' || out[stop - 1] == '_')) {
            stop--;
        }
        if (stop == start) {
            return;
        }
        int tail = length - stop;
        if ((kinds & 1 << AT) != 0 && isAddress(start, stop)) {
            replace(Math.min(addressFrom, start), "a@a", tail);
        } else if ((kinds & 1 << DIGIT) == 0) {
            maskHost(start, stop, tail);
        } else if (endsInTopName(start, stop, kinds)) {
            maskHost(start, stop, tail);
        } else if (!masksDigits) {
            return;
        } else if ((kinds & (1 << LETTER | 1 << BEYOND | 1 << JOINER)) == 0) {
            maskNumber(start, stop, tail);
        } else if (!kept.word(out, start, stop) && !keptAfterHash(start, stop)) {
            maskWord(start, stop, tail, kinds);
        }
    }

    /// `page.php#BL000001`: what stands after the sign is a word of its own.
    private boolean keptAfterHash(int start, int stop) {
        int hash = start;
        while (hash < stop && out[hash] != '#') {
            if (KIND[out[hash] & 0xff] == DIGIT) {
                return false;
            }
            hash++;
        }
        return hash + 1 < stop && kept.word(out, hash + 1, stop);
    }

    private boolean isAddress(int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (out[i] == '@') {
                return i + 1 < stop && (i > start || start > addressFrom);
            }
        }
        return false;
    }

    private void replace(int start, String mask, int tail) {
        int tailFrom = length - tail;
        byte one = tail > 0 ? out[tailFrom] : 0;
        length = start;
        write(mask);
        if (one != 0) {
            write(one);
        }
    }

    private void maskHost(int start, int stop, int tail) {
        int lastDot = stop - 1;
        while (lastDot > start && out[lastDot] != '.') {
            lastDot--;
        }
        if (out[lastDot] != '.' || lastDot == start || !kept.topName(out, lastDot + 1, stop)) {
            return;
        }
        int known = kept.hostFrom(out, start, stop);
        if (known < 0) {
            replace(start, "a.a", tail);
        } else if (known > start) {
            keepFrom(start, known);
        }
    }

    /// Leaves of a host name the part from `known` on, with one label before it.
    private void keepFrom(int start, int known) {
        out[start] = 'a';
        out[start + 1] = '.';
        System.arraycopy(out, known, out, start + 2, length - known);
        length = start + 2 + length - known;
    }

    /// Whether a dotted word with digits is a host name.
    private boolean endsInTopName(int start, int stop, int kinds) {
        if ((kinds & 1 << DOT) == 0 || kept.word(out, start, stop)) {
            return false;
        }
        int lastDot = stop - 1;
        while (lastDot > start && out[lastDot] != '.') {
            lastDot--;
        }
        return lastDot > start && kept.topName(out, lastDot + 1, stop);
    }

    private void maskNumber(int start, int stop, int tail) {
        int dots = 0;
        for (int i = start; i < stop; i++) {
            dots += out[i] == '.' ? 1 : 0;
        }
        if (dots == 0 && kept.number(out, start, stop)) {
            return;
        }
        replace(start, dots == 0 ? "0" : dots == 3 ? "0.0.0.0" : dots == 2 ? "0.0.0" : "0.0", tail);
    }

    private void maskWord(int start, int stop, int tail, int kinds) {
        int digits = start;
        while (digits < stop && KIND[out[digits] & 0xff] == DIGIT) {
            digits++;
        }
        if (digits > start && UNITS.holds(out, digits, stop)) {
            keepUnit(start, digits);
        } else if ((kinds & (1 << LETTER | 1 << BEYOND)) == 0) {
            replace(start, "0", tail);
        } else {
            replace(start, "x0", tail);
        }
    }

    /// `300sec` becomes `0sec`.
    private void keepUnit(int start, int unit) {
        out[start] = '0';
        System.arraycopy(out, unit, out, start + 1, length - unit);
        length = start + 1 + length - unit;
    }

    /// A hash of the normal text.
    long hash() {
        room(8);
        Arrays.fill(out, length, length + 8, (byte) 0);
        long hash = length * MULTIPLIER;
        for (int i = 0; i < length; i += 8) {
            hash = (hash ^ (long) LONGS.get(out, i)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        hash *= 0xBF58_476D_1CE4_E5B9L;
        return hash ^ hash >>> 32;
    }
}
