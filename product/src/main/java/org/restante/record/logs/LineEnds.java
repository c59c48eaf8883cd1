package org.restante.record.logs;

/// Finds where lines end.
public final class LineEnds {
    private LineEnds() {}

    /// The position of the first line feed in `[from, to)`, or `to`.
    public static int next(byte[] text, int from, int to) {
        return Bytes.find(text, from, to, (byte) '\n');
    }

    /// Where the text of a line ends that begins at `from` and whose line feed stands at `feed`: before a carriage return.
    public static int beforeReturn(byte[] text, int from, int feed) {
        return feed > from && text[feed - 1] == '\r' ? feed - 1 : feed;
    }
}
