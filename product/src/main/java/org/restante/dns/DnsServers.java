package org.restante.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ResolverConfig;

/// The servers to ask.
public final class DnsServers {
    private static final int PORT = 53;

    private DnsServers() {}

    /// Those the system is set up with; the one on loopback when it names none.
    public static List<InetSocketAddress> ofSystem() {
        var servers = ResolverConfig.getCurrentConfig().servers();
        return servers.isEmpty()
                ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT))
                : List.copyOf(servers);
    }

    /// `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`, `2001:db8::53`; empty when `text` is none of these. A server is
    /// given by its address: its name would have to be asked for first.
    public static Optional<InetSocketAddress> parse(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0
                    ? Optional.empty()
                    : server(text.substring(1, end), text.substring(end + 1));
        }
        int colon = text.indexOf(':');
        return colon < 0 || colon != text.lastIndexOf(':')
                ? server(text, "")
                : server(text.substring(0, colon), text.substring(colon));
    }

    private static Optional<InetSocketAddress> server(String address, String port) {
        var number = port.isEmpty() ? Optional.of(PORT) : port(port);
        return AddressText.of(address).flatMap(ip -> number.map(n -> new InetSocketAddress(ip, n)));
    }

    private static Optional<Integer> port(String text) {
        if (!text.matches(":\\d{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(1));
        return port > 0 && port < 65536 ? Optional.of(port) : Optional.empty();
    }
}
