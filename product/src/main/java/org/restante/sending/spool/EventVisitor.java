package org.restante.sending.spool;

import java.io.IOException;

/// Takes events out of the spool, to the record of events.
public interface EventVisitor {
    /// @param sequence the record's number, rising
    /// @param event the bytes that were given with the message, change or end
    void event(long sequence, byte[] event) throws IOException;
}
