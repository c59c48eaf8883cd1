package org.restante.sending.spool;

import java.util.UUID;

/// Looks through all messages that have recipients left. A slot is a message's for its whole life, so the table is read in stretches, between
/// which the log goes on: a message that is there all the time is told once.
final class LiveMessages {
    private static final int STRETCH = 4096;

    /// Told of each while the log waits, so it does next to nothing.
    @FunctionalInterface
    interface Visitor {
        /// @param recipients those not done; at least one
        void live(UUID id, int recipients);
    }

    private LiveMessages() {}

    static void each(Log log, Visitor visitor) {
        int slot = 0;
        while (slot >= 0) {
            slot = look(log, slot, visitor);
        }
    }

    /// The slot to go on at, below zero after the last.
    private static int look(Log log, int from, Visitor visitor) {
        log.lock.lock();
        try {
            var table = log.index.messages;
            int end = Math.min(table.capacity(), from + STRETCH);
            for (int slot = from; slot < end; slot++) {
                if (table.isUsed(slot) && table.live(slot) > 0) {
                    visitor.live(table.id(slot), table.live(slot));
                }
            }
            return end == table.capacity() ? -1 : end;
        } finally {
            log.lock.unlock();
        }
    }
}
