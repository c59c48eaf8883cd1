package org.restante.sending.routing;

import java.net.InetAddress;

/// One address of one host to connect to.
public record Target(MxHost host, InetAddress address, int port) {
    @Override
    public String toString() {
        return host.name() + "[" + address.getHostAddress() + "]:" + port;
    }
}
