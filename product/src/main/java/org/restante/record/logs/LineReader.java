package org.restante.record.logs;

/// Reads the lines of one kind of log. One reader serves one thread.
public interface LineReader {
    /// What became of a line.
    enum Reading {
        /// It gave at least one row.
        READ,
        /// It is of no concern here: another program, a connection, a statistic.
        PASSED,
        /// It belongs to mail delivery but could not be understood; it is counted, sampled and shown.
        UNPARSED
    }

    /// Reads the line `[from, to)` of `block`, without its line end, and hands what it tells to `sink`.
    Reading read(byte[] block, int from, int to, RowSink sink);
}
