package org.restante.sending.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Closes connections on which one reading or writing takes longer than it may. No socket option sees a TLS record that comes octet by octet, nor a
/// host that reads nothing of what is said to it. One for all sessions, so that none needs a thread of its own for it. May be shared.
final class Overseer {
    static final Overseer OF_ALL = new Overseer();

    private static final long EACH_NANOS = 1_000_000_000L;

    private final Set<DeliverySession> sessions = ConcurrentHashMap.newKeySet();
    private boolean watches;

    private Overseer() {}

    /// The session is looked after until it is let go.
    void takesOn(DeliverySession session) {
        sessions.add(session);
        beginToWatch();
    }

    void letsGo(DeliverySession session) {
        sessions.remove(session);
    }

    private synchronized void beginToWatch() {
        if (!watches) {
            watches = true;
            Thread.ofPlatform().name("delivery watch").daemon().start(this::watch);
        }
    }

    private void watch() {
        while (true) {
            sessions.forEach(DeliverySession::endIfOverdue);
            LockSupport.parkNanos(EACH_NANOS);
        }
    }
}
