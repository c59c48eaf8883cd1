package org.restante.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/// The address families that can be used.
public enum Families {
    IPV4,
    IPV6,
    BOTH;

    public boolean allows(InetAddress address) {
        return switch (this) {
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> !(address instanceof Inet4Address);
            case BOTH -> true;
        };
    }
}
