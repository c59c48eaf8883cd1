package org.restante.sending.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// One address of one host to connect to.
public record Target(MxHost host, InetAddress address, int port) {
    public InetSocketAddress socket() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return host.name() + "[" + address.getHostAddress() + "]:" + port;
    }
}
