package org.restante.record.logs;

import java.io.IOException;
import java.io.InputStream;

/// The lines of a listing; what of a line is beyond [#LONGEST] is passed over, so that memory is bounded.
final class ListedLines {
    static final int LONGEST = 1 << 16;

    private final InputStream in;
    private final byte[] line = new byte[LONGEST];

    /// The length of the line last read, without its end.
    int length;

    ListedLines(InputStream in) {
        this.in = in;
    }

    /// Reads the next line into [#bytes]; false at the end.
    boolean next() throws IOException {
        length = 0;
        int b = in.read();
        if (b < 0) {
            return false;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (length < LONGEST) {
                line[length++] = (byte) b;
            }
        }
        length = Bytes.trimEnd(line, 0, length);
        return true;
    }

    byte[] bytes() {
        return line;
    }
}
