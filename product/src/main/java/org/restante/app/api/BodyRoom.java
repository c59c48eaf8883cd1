package org.restante.app.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Memory that the bodies of all requests may take together. Who finds none waits a little, then is told to come again; so many large bodies at
/// once cost their senders time and nobody the server. May be shared.
final class BodyRoom {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int KIB = 1024;

    /// A body is there as octets, as the text of its JSON, and as the message made of it.
    private static final int COPIES = 4;

    private final int all;
    private final Semaphore free;

    /// @param octets of memory
    BodyRoom(long octets) {
        all = (int) Math.clamp(octets / KIB, 1, Integer.MAX_VALUE);
        free = new Semaphore(all, true);
    }

    /// One request's share, given back when it is answered. One thread's.
    final class Share implements AutoCloseable {
        private int taken;

        /// Makes sure that there is room for so many octets in all; one body alone always finds it.
        void reach(long octets) throws Problem, InterruptedException {
            int wanted = (int) Math.min(all, (octets / KIB + 1) * COPIES);
            if (wanted <= taken) {
                return;
            }
            if (!free.tryAcquire(wanted - taken, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.of(ProblemKind.UNAVAILABLE, "too many large requests at once")
                        .retryAfter(PATIENCE);
            }
            taken = wanted;
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }
}
