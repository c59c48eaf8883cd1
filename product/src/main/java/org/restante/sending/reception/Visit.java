package org.restante.sending.reception;

import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.session.Wire;

/// One connection and who is at its other end. The session's thread writes, a watcher reads.
final class Visit {
    private final Socket socket;

    /// When greeting rites (PROXY, TLS) must be over; 0 while there are none.
    private volatile long mustEnd;

    private volatile @Nullable Wire wire;
    private volatile InetAddress client;
    private volatile boolean isKnown = true;
    private volatile boolean isTold;

    Visit(Socket socket) {
        this.socket = socket;
        client = socket.getInetAddress();
    }

    Socket socket() {
        return socket;
    }

    /// The client's address: the peer's, or what a proxy said.
    InetAddress client() {
        return client;
    }

    /// Whether the address is the client's. A proxy that does not say for whom it speaks lends nobody its own rights.
    boolean isKnown() {
        return isKnown;
    }

    /// Whether a proxy has spoken for it.
    boolean isTold() {
        return isTold;
    }

    void told(ProxyHeader header) {
        isTold = true;
        client = header.client().orElse(client);
        isKnown = header.client().isPresent();
    }

    void speaksBy(Wire by) {
        wire = by;
    }

    void mustEnd(long nanos) {
        mustEnd = nanos == 0 ? 1 : nanos;
    }

    void ended() {
        mustEnd = 0;
    }

    /// Whether something takes longer than it may.
    boolean isOverdue(long now) {
        long end = mustEnd;
        var over = wire;
        return end != 0 && now - end > 0 || over != null && over.isOverdue(now);
    }
}
