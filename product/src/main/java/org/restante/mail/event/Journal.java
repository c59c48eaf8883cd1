package org.restante.mail.event;

import java.io.IOException;

/// The record of events: what is appended and synced stays. When either throws, nothing appended since the last sync counts, and is
/// to be appended anew.
public interface Journal {
    /// Appends one event as a line of JSON, without its line end.
    void append(byte[] line) throws IOException;

    /// Returns when all that was appended is on disk.
    void sync() throws IOException;
}
