package org.restante.sending.reception;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that messages coming in may take together, headers and drafts: many clients that each send a part and wait would else have all
/// of it. Shared by all sessions.
final class MessageRoom {
    /// A quarter of the heap: the queue and its deliveries have the rest.
    private static final long SHARE_OF_HEAP = 4;

    /// For a heap however small: some messages can always come in.
    private static final long LEAST = 16L << 20;

    static final MessageRoom UNBOUNDED = new MessageRoom(Long.MAX_VALUE);

    private final long all;
    private final AtomicLong taken = new AtomicLong();

    /// @param all octets
    MessageRoom(long all) {
        this.all = all;
    }

    static MessageRoom ofHeap() {
        return new MessageRoom(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /// Whether no message may begin: what is left is for those that have begun.
    boolean isShort() {
        return taken.get() > all / 4 * 3;
    }

    long taken() {
        return taken.get();
    }

    Share share() {
        return new Share();
    }

    /// One message's. For one thread.
    final class Share implements AutoCloseable {
        private long mine;

        private Share() {}

        /// Takes as much more as makes so many octets; false, and nothing is taken, where they are not there.
        boolean reach(long octets) {
            long more = octets - mine;
            if (more <= 0) {
                return true;
            }
            if (taken.addAndGet(more) > all) {
                taken.addAndGet(-more);
                return false;
            }
            mine = octets;
            return true;
        }

        /// Gives all of it back.
        @Override
        public void close() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }
}
