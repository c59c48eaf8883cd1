package org.restante.protocol.dkim;

import java.io.OutputStream;

/// Brings a body into its canonical form as it passes by, and keeps none of it (RFC 6376 §3.4.3, §3.4.4).
///
/// What may yet turn out to be trailing is only counted: empty lines, then blanks, then a CR.
final class CanonicalBody extends OutputStream {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] MANY_LINE_ENDS = manyLineEnds();
    private static final byte[] BLANK = {' '};
    private static final byte[] CARRIAGE_RETURN = {'\r'};

    /// Takes the canonical octets.
    interface Sink {
        void take(byte[] octets, int from, int count);
    }

    private final boolean isRelaxed;
    private final Sink sink;
    private long lineEnds;
    private boolean blank;
    private boolean carriageReturn;
    private boolean begun;

    CanonicalBody(Canonicalization form, Sink sink) {
        this.isRelaxed = form == Canonicalization.RELAXED;
        this.sink = sink;
    }

    private static byte[] manyLineEnds() {
        var octets = new byte[1024];
        for (int at = 0; at < octets.length; at += 2) {
            octets[at] = '\r';
            octets[at + 1] = '\n';
        }
        return octets;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int count) {
        int end = from + count;
        int at = from;
        while (at < end) {
            byte octet = octets[at];
            if (carriageReturn && octet == '\n') {
                endLine();
                at++;
            } else if (octet == '\r') {
                givePendingReturn();
                carriageReturn = true;
                at++;
            } else if (isBlank(octet)) {
                givePendingReturn();
                blank = true;
                at++;
            } else {
                givePendingReturn();
                givePending();
                int stop = runEnd(octets, at, end);
                sink.take(octets, at, stop - at);
                at = stop;
            }
        }
    }

    private boolean isBlank(byte octet) {
        return isRelaxed && (octet == ' ' || octet == '\t');
    }

    private boolean isPlain(byte octet) {
        return octet != '\r' && !isBlank(octet);
    }

    /// Where octets end that stay as they are: single blanks and line ends between plain octets belong to them.
    private int runEnd(byte[] octets, int from, int end) {
        int at = from + 1;
        while (at < end) {
            byte octet = octets[at];
            if (octet > ' ' || isPlain(octet)) {
                at++;
            } else if (octet == ' ' && at + 1 < end && isPlain(octets[at + 1])) {
                at += 2;
            } else if (octet == '\r'
                    && at + 2 < end
                    && octets[at + 1] == '\n'
                    && isPlain(octets[at + 2])) {
                at += 3;
            } else {
                return at;
            }
        }
        return at;
    }

    private void endLine() {
        carriageReturn = false;
        blank = false;
        lineEnds++;
    }

    /// A CR without its LF was content.
    private void givePendingReturn() {
        if (carriageReturn) {
            givePending();
            sink.take(CARRIAGE_RETURN, 0, 1);
            carriageReturn = false;
        }
    }

    private void givePending() {
        begun = true;
        while (lineEnds > 0) {
            int count = (int) Math.min(lineEnds, MANY_LINE_ENDS.length / 2);
            sink.take(MANY_LINE_ENDS, 0, 2 * count);
            lineEnds -= count;
        }
        if (blank) {
            sink.take(BLANK, 0, 1);
            blank = false;
        }
    }

    /// The body is complete. An empty body is a line end when simple, nothing when relaxed.
    @Override
    public void close() {
        givePendingReturn();
        if (begun || !isRelaxed) {
            sink.take(LINE_END, 0, 2);
        }
        lineEnds = 0;
        blank = false;
    }
}
