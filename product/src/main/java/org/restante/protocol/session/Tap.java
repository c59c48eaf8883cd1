package org.restante.protocol.session;

/// Hears what goes over a wire, in the clear also where it goes by TLS. It is called by whoever reads and writes, so it may not block.
public interface Tap {
    /// Octets on their way to the other side.
    void sent(byte[] bytes, int at, int count);

    /// Octets that came from the other side.
    void received(byte[] bytes, int at, int count);
}
