package org.restante.sending.routing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.restante.dns.AddressText;
import org.restante.mail.message.Domain;

/// Where an operator sends mail for a domain.
public sealed interface NextHop {
    /// Where the domain's own MX records say; written `mx`.
    record OwnMx() implements NextHop {
        @Override
        public String toString() {
            return "mx";
        }
    }

    /// A smart host, found by the MX records of its name; written `relay.example` or `relay.example:587`.
    record ByMx(Domain domain, int port) implements NextHop {
        @Override
        public String toString() {
            return written(Protocol.SMTP, domain.ascii(), port);
        }
    }

    /// One host, found by its addresses alone; written `[mx.example]:587`, `lmtp:store.example:24`.
    record Host(Domain host, int port, Protocol protocol) implements NextHop {
        /// RFC 6761 §6.3: this name is never asked for in the DNS.
        boolean isLocalhost() {
            return host.isWithin(LOCALHOST);
        }

        @Override
        public String toString() {
            return written(protocol, "[" + host + "]", port);
        }
    }

    /// An address; written `192.0.2.1:2600`, `[192.0.2.1]`, `[2001:db8::1]:2600`.
    record Address(InetAddress address, int port, Protocol protocol) implements NextHop {
        @Override
        public String toString() {
            var text = address.getHostAddress();
            return written(
                    protocol, address instanceof Inet4Address ? text : "[" + text + "]", port);
        }
    }

    Domain LOCALHOST = new Domain("localhost");

    private static String written(Protocol protocol, String host, int port) {
        var scheme = protocol == Protocol.LMTP ? "lmtp:" : "";
        return scheme + host + (port == protocol.usualPort() ? "" : ":" + port);
    }

    /// Whether mail sent there stays on this machine, as far as the text alone shows.
    default boolean isLoopback() {
        return switch (this) {
            case OwnMx _, ByMx _ -> false;
            case Host host -> host.isLocalhost();
            case Address(var address, _, _) -> address.isLoopbackAddress();
        };
    }

    /// The next hop that `text` is.
    static NextHop parse(String text) throws BadRouteException {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("mx")) {
            return new OwnMx();
        }
        if (lower.startsWith("lmtp:")) {
            return parse(text, text.substring(5), Protocol.LMTP);
        }
        return parse(text, lower.startsWith("smtp:") ? text.substring(5) : text, Protocol.SMTP);
    }

    private static NextHop parse(String whole, String rest, Protocol protocol)
            throws BadRouteException {
        int end = rest.startsWith("[") ? rest.indexOf(']') + 1 : hostEnd(rest);
        if (end < 1) {
            throw bad(whole, "no host");
        }
        int port = port(whole, rest.substring(end), protocol);
        boolean inBrackets = rest.startsWith("[");
        var host = inBrackets ? rest.substring(1, end - 1) : rest.substring(0, end);
        var address = address(host);
        if (address.isPresent()) {
            return new Address(address.get(), port, protocol);
        }
        if (host.matches("[0-9.]+")) {
            throw bad(whole, "'" + host + "' is not an IPv4 address");
        }
        var name =
                Domain.of(host)
                        .orElseThrow(() ->
                                bad(whole, "'" + host + "' is neither a host name nor an address"));
        return inBrackets || protocol == Protocol.LMTP || name.isWithin(LOCALHOST)
                ? new Host(name, port, protocol)
                : new ByMx(name, port);
    }

    private static int hostEnd(String rest) {
        int colon = rest.indexOf(':');
        return colon < 0 ? rest.length() : colon;
    }

    private static Optional<InetAddress> address(String host) {
        boolean tagged = host.regionMatches(true, 0, "IPv6:", 0, 5);
        return AddressText.of(tagged ? host.substring(5) : host);
    }

    private static int port(String whole, String text, Protocol protocol) throws BadRouteException {
        if (text.isEmpty()) {
            return protocol.usualPort();
        }
        if (text.indexOf(':', 1) > 0) {
            throw bad(whole, "an IPv6 address stands in brackets");
        }
        int port = text.matches(":\\d{1,5}") ? Integer.parseInt(text.substring(1)) : 0;
        if (port < 1 || port > 65535) {
            throw bad(whole, "'" + text + "' is not a port from :1 to :65535");
        }
        return port;
    }

    private static BadRouteException bad(String text, String why) {
        return new BadRouteException(
                "'"
                        + text
                        + "' is not a next hop: "
                        + why
                        + "; right would be 192.0.2.1:2525, [2001:db8::1]:2525, [host.example]:2525 (that host), relay.example"
                        + " (its MX hosts), lmtp:host.example:24, or mx (the domain's own MX hosts)");
    }
}
