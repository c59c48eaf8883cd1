package org.restante.sending.delivery;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends a connection on which something takes too long that no socket option bounds: a write to a host that does not read, a TLS
/// handshake octet by octet. Whatever waits on the connection then fails.
final class Guard implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean hasStruck;

    /// @param socket the connection itself, not a TLS layer over it, whose closing would wait for the write
    static Guard over(Socket socket, Duration whole) {
        var guard = new Guard();
        Thread.ofVirtual().name("guard").start(() -> guard.watch(socket, whole));
        return guard;
    }

    private void watch(Socket socket, Duration whole) {
        try {
            if (!over.await(whole.toNanos(), TimeUnit.NANOSECONDS)) {
                hasStruck = true;
                socket.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // A socket that does not close holds nothing we can free.
        }
    }

    boolean hasStruck() {
        return hasStruck;
    }

    @Override
    public void close() {
        over.countDown();
    }
}
