package org.restante.sending.delivery;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends a connection on which something takes too long that no socket option bounds: a write to a host that does not read, a TLS
/// handshake octet by octet. Whatever waits on the connection then fails.
final class Guard implements AutoCloseable {
    /// How often in the time of one step it is looked whether there was one.
    private static final int LOOKS = 8;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean hasStruck;
    private volatile long steps;

    /// @param socket the connection itself, not a TLS layer over it, whose closing would wait for the write
    static Guard over(Socket socket, Duration whole) {
        var guard = new Guard();
        Thread.ofVirtual().name("guard").start(() -> guard.watch(socket, whole, whole, 1));
        return guard;
    }

    /// The same for what is done in steps, each of which is told.
    ///
    /// @param each how long a step may take; noticed up to an eighth later
    static Guard over(Socket socket, Duration whole, Duration each) {
        var guard = new Guard();
        var look = each.dividedBy(LOOKS).plusNanos(1);
        Thread.ofVirtual().name("guard").start(() -> guard.watch(socket, whole, look, LOOKS));
        return guard;
    }

    /// @param looks how many in a row find no step where one takes too long
    private void watch(Socket socket, Duration whole, Duration look, int looks) {
        try {
            long left = whole.toNanos();
            long known = steps;
            int still = 0;
            while (left > 0 && still < looks) {
                long now = Math.min(left, look.toNanos());
                if (over.await(now, TimeUnit.NANOSECONDS)) {
                    return;
                }
                left -= now;
                still = steps == known ? still + 1 : 0;
                known = steps;
            }
            hasStruck = true;
            socket.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // A socket that does not close holds nothing we can free.
        }
    }

    /// A step is done. By one thread alone.
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by one thread.
    void stepped() {
        steps = steps + 1;
    }

    boolean hasStruck() {
        return hasStruck;
    }

    @Override
    public void close() {
        over.countDown();
    }
}
