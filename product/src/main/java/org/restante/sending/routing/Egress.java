package org.restante.sending.routing;

import java.net.InetSocketAddress;
import java.util.Optional;

/// How a source's connections leave this machine.
public sealed interface Egress {
    /// From an address of this machine.
    record Direct() implements Egress {}

    /// Through a SOCKS5 proxy (RFC 1928), which chooses the address.
    record Socks5(InetSocketAddress proxy, Optional<Login> login) implements Egress {}

    /// Through HAProxy, which is told the source's address by a PROXY header of this version and connects from it.
    record HaProxy(InetSocketAddress proxy, int version) implements Egress {
        public HaProxy {
            if (version != 1 && version != 2) {
                throw new IllegalArgumentException("PROXY has versions 1 and 2: " + version);
            }
        }
    }

    Egress DIRECT = new Direct();
}
