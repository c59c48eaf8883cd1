package org.restante.sending.spool;

import java.util.BitSet;
import java.util.UUID;

/// Is told all live messages at start: each message once, and each recipient's standing once, in the log's order, so that
/// nothing has to be remembered between two calls.
public interface SpoolVisitor {
    /// @param later recipients whose latest standing follows by [#state]; what `message` says of those is old
    void message(SpooledMessage message, BitSet later);

    /// The latest standing of a recipient of a message told before. Done ones are told too.
    void state(UUID id, int ordinal, Standing standing);

    /// A live message whose record is damaged; nothing else is told of it.
    default void damaged(UUID id, SpoolException why) {}
}
