package org.restante.app.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;

/// Next hops that are fixed: by domain, and `*` for all others. A fixed next hop is its own site.
public final class RouteTable implements Ways {
    private final Map<String, Way> byDomain = new LinkedHashMap<>();

    /// @param routes each `domain=host:port`
    /// @throws IllegalArgumentException when one is not of that form, or its host has no address
    public RouteTable(List<String> routes) {
        for (var route : routes) {
            int equals = route.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "a route is DOMAIN=HOST:PORT, not '" + route + "'");
            }
            byDomain.put(
                    route.substring(0, equals).toLowerCase(Locale.ROOT),
                    way(route.substring(equals + 1), route));
        }
    }

    private static Way way(String hop, String route) {
        int colon = hop.lastIndexOf(':');
        var host = colon < 0 ? hop : hop.substring(0, colon);
        var port = colon < 0 ? "25" : hop.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("a route is DOMAIN=HOST:PORT, not '" + route + "'");
        }
        try {
            var address =
                    new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
            return new Way.Open(
                    hop,
                    null,
                    List.of(new Way.Hop(host, address)),
                    Speaks.SMTP,
                    Security.OPPORTUNISTIC);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "the host of route '" + route + "' has no address", e);
        }
    }

    @Override
    public Way of(String domain) {
        var exact = byDomain.get(domain);
        var way = exact != null ? exact : byDomain.get("*");
        return way != null ? way : new Way.None(false, "4.4.4", "No route is set for " + domain);
    }
}
