package org.restante.meaning.verdict;

import static org.restante.meaning.verdict.ByteKind.AT;
import static org.restante.meaning.verdict.ByteKind.BEYOND;
import static org.restante.meaning.verdict.ByteKind.DIGIT;
import static org.restante.meaning.verdict.ByteKind.DOT;
import static org.restante.meaning.verdict.ByteKind.JOINER;
import static org.restante.meaning.verdict.ByteKind.LETTER;

import java.util.List;

/// Masks what differs between equal replies in the words of a normal text: addresses, host names, numbers, ids.
final class Masks {
    private static final ByteWords UNITS =
            new ByteWords(
                    List.of(
                            "s", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs", "hours", "d",
                            "ms", "k", "kb", "mb", "gb", "b"));

    private final Kept kept;
    private final boolean masksDigits;
    private byte[] out = new byte[0];
    private int length;
    private int addressFrom;

    Masks(Kept kept, boolean masksDigits) {
        this.kept = kept;
        this.masksDigits = masksDigits;
    }

    /// Masks the word at the end of the text, in place.
    ///
    /// @param text in lower case, its last word `[start, end)`, with some bytes of room behind it
    /// @param address where an address may begin that ends in the word
    /// @param kinds the kinds of bytes in the word, as bits
    /// @return where the text ends now
    int masked(byte[] text, int start, int end, int address, int kinds) {
        out = text;
        length = end;
        addressFrom = address;
        mask(start, kinds);
        return length;
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
            if (ByteKind.OF[out[hash] & 0xff] == DIGIT) {
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

    /// Puts a mask, which is at most one byte longer than what it stands for, and keeps the sign behind it.
    private void replace(int start, String mask, int tail) {
        byte one = tail > 0 ? out[length - tail] : 0;
        length = start;
        for (int i = 0; i < mask.length(); i++) {
            out[length++] = (byte) mask.charAt(i);
        }
        if (one != 0) {
            out[length++] = one;
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
        while (digits < stop && ByteKind.OF[out[digits] & 0xff] == DIGIT) {
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
}
