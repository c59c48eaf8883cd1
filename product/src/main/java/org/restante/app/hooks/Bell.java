package org.restante.app.hooks;

/// Wakes the one who waits for something to do. Guarded by itself.
final class Bell {
    private long rings;

    /// How often it rang so far.
    synchronized long rings() {
        return rings;
    }

    synchronized void ring() {
        rings++;
        notifyAll();
    }

    /// Waits so long at most; not at all where it rang since `heard`.
    synchronized void await(long heard, long millis) throws InterruptedException {
        if (rings == heard) {
            wait(millis);
        }
    }
}
