package org.restante.meaning.verdict;

import static org.restante.meaning.verdict.ByteKind.AT;
import static org.restante.meaning.verdict.ByteKind.BEYOND;
import static org.restante.meaning.verdict.ByteKind.BLANK;
import static org.restante.meaning.verdict.ByteKind.DIGIT;
import static org.restante.meaning.verdict.ByteKind.DOT;
import static org.restante.meaning.verdict.ByteKind.LETTER;
import static org.restante.meaning.verdict.ByteKind.MARK;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.restante.mail.smtp.ReplyScan;

/// A reply as rules see it: `CODE X.Y.Z text` in lower case on one line, the code once, and what differs between equal replies
/// masked: addresses `a@a`, host names `a.a`, IP addresses `0.0.0.0`, numbers `0`, ids `x0`. Words that some rule looks for stay.
/// Letters lose their marks, as [PlainLetters] tells.
/// Rules are tried on this text and on nothing else, so that replies of one normal text can share one verdict.
final class NormalText {
    private static final int LONGEST = 3000;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Masks masks;
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
        masks = new Masks(kept, masksDigits);
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
            int kind = ByteKind.OF[b & 0xff];
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
                || ByteKind.OF[in[from] & 0xff] != DIGIT
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
                && (ByteKind.OF[in[next] & 0xff] == DIGIT
                        || in[next] == '.'
                                && next + 1 < end
                                && ByteKind.OF[in[next + 1] & 0xff] == DIGIT)) {
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
            int kind = ByteKind.OF[b];
            if (kind < LETTER || b == '.' && before == '.') {
                break;
            }
            kinds |= 1 << kind;
            target[size++] = ByteKind.LOWER[b];
            before = b;
            to++;
        }
        at = to;
        if ((kinds & 1 << BEYOND) != 0) {
            size = PlainLetters.spell(target, start, size);
            ascii &= isAscii(start, size);
        }
        if (isAddress6(from)) {
            write("0.0.0.0");
            return;
        }
        boolean maskable = (kinds & (1 << DIGIT | 1 << DOT | 1 << AT)) != 0;
        length = maskable ? masks.masked(target, start, size, addressFrom, kinds) : size;
    }

    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (out[i] < 0) {
                return false;
            }
        }
        return true;
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
        if (colons < 3 || to < end && ByteKind.OF[in[to] & 0xff] >= LETTER) {
            return false;
        }
        at = in[to - 1] == ':' ? to - 1 : to;
        return true;
    }

    private static boolean isAddress6Part(byte b) {
        int c = ByteKind.LOWER[b & 0xff];
        return c == ':' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
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
