package org.restante.sending.reception;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.smtp.Reply;

/// Passes mail data on and sees to it that no line is longer than RFC 5321 §4.5.3.1.6 allows. Lines end by CRLF. Nothing but the beginning of
/// a line whose end is not there yet is held back.
final class LineBreaks {
    /// Octets of a line, without its CRLF.
    static final int LONGEST = 998;

    private static final byte[] LINE_END = {'\r', '\n'};

    /// In a header what goes on begins with a blank (RFC 5322 §2.2.3).
    private static final byte[] FOLD = {'\r', '\n', ' '};

    /// Where it goes.
    interface Next {
        void write(byte[] octets, int at, int count) throws Refused, IOException;
    }

    private final LongLines rule;
    private final byte[] amidAWord;
    private final Next next;

    /// The beginning of a line whose end has not come: at most one of full length and its CR.
    private byte[] begun = {};

    /// Octets that a break has put before the line.
    private int indent;

    private LineBreaks(LongLines rule, byte[] amidAWord, Next next) {
        this.rule = rule;
        this.amidAWord = amidAWord;
        this.next = next;
    }

    /// Of a body.
    static LineBreaks ofBody(LongLines rule, Next next) {
        return new LineBreaks(rule, LINE_END, next);
    }

    /// The lines of a header field, none too long; where they could be folded at a blank its value is what it was.
    static byte[] folded(LongLines rule, byte[] field) throws Refused, IOException {
        if (field.length <= LONGEST || rule == LongLines.PASS) {
            return field;
        }
        var folded = new ByteArrayOutputStream(field.length + FOLD.length);
        var breaks = new LineBreaks(rule, FOLD, folded::write);
        breaks.write(field, 0, field.length);
        breaks.end();
        return folded.toByteArray();
    }

    void write(byte[] octets, int at, int count) throws Refused, IOException {
        if (rule == LongLines.PASS) {
            next.write(octets, at, count);
            return;
        }
        if (begun.length == 0) {
            look(octets, at, at + count);
            return;
        }
        var whole = new byte[begun.length + count];
        System.arraycopy(begun, 0, whole, 0, begun.length);
        System.arraycopy(octets, at, whole, begun.length, count);
        look(whole, 0, whole.length);
    }

    private void look(byte[] octets, int from, int end) throws Refused, IOException {
        int sent = from;
        int line = from;
        while (line < end) {
            int feed = lineFeed(octets, line, end);
            // Where the line has not ended its last octet may be the CR.
            while (feed - 1 - line > LONGEST - indent) {
                int cut = cut(octets, line, line + LONGEST - indent);
                breakOff(octets, sent, cut);
                sent = cut;
                line = cut;
            }
            if (feed == end) {
                break;
            }
            line = feed + 1;
            indent = 0;
        }
        next.write(octets, sent, line - sent);
        begun = java.util.Arrays.copyOfRange(octets, line, end);
    }

    private static int lineFeed(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && octets[at] != '\n') {
            at++;
        }
        return at;
    }

    private void breakOff(byte[] octets, int from, int cut) throws Refused, IOException {
        if (rule == LongLines.REFUSE) {
            throw new Refused(
                    Reply.read(
                            "554 5.6.0 A line of more than 998 octets (RFC 5321 section 4.5.3.1.6)"));
        }
        next.write(octets, from, cut - from);
        var between = isBlank(octets[cut]) ? LINE_END : amidAWord;
        next.write(between, 0, between.length);
        indent = between.length - LINE_END.length;
    }

    /// Where a line that is too long is to be broken: before its last blank, else between two characters.
    private static int cut(byte[] octets, int line, int full) {
        for (int at = full; at > line; at--) {
            if (isBlank(octets[at])) {
                return at;
            }
        }
        int cut = full;
        while (cut > full - 3 && (octets[cut] & 0xC0) == 0x80) {
            cut--;
        }
        return cut;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /// The data is complete: what is held back goes on.
    void end() throws Refused, IOException {
        if (begun.length > 0) {
            next.write(begun, 0, begun.length);
            begun = new byte[0];
        }
    }
}
