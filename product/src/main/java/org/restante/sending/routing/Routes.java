package org.restante.sending.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.mail.message.MailHost;

/// The operator's table of routes. The most exact one wins: the domain itself, then `*.` and the longest domain it lies below, then
/// `*`; without any, mail goes where the domain's own MX records say.
public final class Routes {
    private static final NextHop OWN_MX = new NextHop.OwnMx();

    private final Map<MailHost, NextHop> exact = new HashMap<>();
    private final Map<Domain, NextHop> below = new HashMap<>();
    private final Map<String, NextHop> written = new LinkedHashMap<>();
    private @Nullable NextHop otherwise;

    private Routes() {}

    public static Routes none() {
        return new Routes();
    }

    /// Reads routes such as `example.org=192.0.2.1:2525`, `*.example.org=[relay.example]` and `*=lmtp:localhost:24`.
    public static Routes parse(List<String> routes) throws BadRouteException {
        var table = new LinkedHashMap<String, String>();
        for (var route : routes) {
            int equals = route.indexOf('=');
            if (equals < 1) {
                throw new BadRouteException(
                        "'"
                                + route
                                + "' is not a route: DOMAIN=NEXTHOP, *.DOMAIN=NEXTHOP or *=NEXTHOP would be one");
            }
            var domain = route.substring(0, equals).strip();
            if (table.put(domain.toLowerCase(Locale.ROOT), route.substring(equals + 1).strip())
                    != null) {
                throw new BadRouteException("two routes for '" + domain + "'; keep one");
            }
        }
        return of(table);
    }

    /// The same, for routes that stand on a command line: none may lead off this machine.
    public static Routes parseForLoopback(List<String> routes) throws BadRouteException {
        var table = parse(routes);
        var beyond = table.beyondLoopback();
        if (!beyond.isEmpty()) {
            throw new BadRouteException(
                    "the route '"
                            + beyond.getFirst()
                            + "' leads off this machine; on the command line a next hop is on loopback"
                            + " (127.0.0.0/8, [::1], localhost), others belong in the configuration file");
        }
        return table;
    }

    /// A table of domains, as they are written in a configuration, and their next hops.
    public static Routes of(Map<String, String> table) throws BadRouteException {
        var routes = new Routes();
        for (var entry : table.entrySet()) {
            var hop = NextHop.parse(entry.getValue());
            routes.add(entry.getKey(), hop);
            routes.written.put(entry.getKey(), hop);
        }
        return routes;
    }

    private void add(String domain, NextHop hop) throws BadRouteException {
        boolean taken;
        if (domain.equals("*")) {
            taken = otherwise != null;
            otherwise = hop;
        } else if (domain.startsWith("*.")) {
            taken = below.put(domain(domain, domain.substring(2)), hop) != null;
        } else if (domain.startsWith("[")) {
            var literal = AddressLiteral.of(domain).orElseThrow(() -> bad(domain));
            taken = exact.put(plain(literal), hop) != null;
        } else {
            taken = exact.put(domain(domain, domain), hop) != null;
        }
        if (taken) {
            throw new BadRouteException("two routes for '" + domain + "'; keep one");
        }
    }

    private static Domain domain(String written, String name) throws BadRouteException {
        return Domain.of(name).orElseThrow(() -> bad(written));
    }

    private static BadRouteException bad(String domain) {
        return new BadRouteException(
                "'"
                        + domain
                        + "' is not a domain to route; example.org, *.example.org, [192.0.2.1] or * would be one");
    }

    private static AddressLiteral plain(AddressLiteral literal) {
        return new AddressLiteral(literal.content().toLowerCase(Locale.ROOT));
    }

    /// Where mail for `host` is sent.
    public NextHop nextHop(MailHost host) {
        var hop =
                switch (host) {
                    case Domain domain -> ofDomain(domain);
                    case AddressLiteral literal -> exact.get(plain(literal));
                };
        if (hop != null) {
            return hop;
        }
        return otherwise == null ? OWN_MX : otherwise;
    }

    private @Nullable NextHop ofDomain(Domain domain) {
        var own = exact.get(domain);
        if (own != null || below.isEmpty()) {
            return own;
        }
        var name = domain.ascii();
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            var hop = below.get(new Domain(name.substring(dot + 1)));
            if (hop != null) {
                return hop;
            }
        }
        return null;
    }

    /// The routes that lead off this machine, as they were written.
    public List<String> beyondLoopback() {
        var beyond = new ArrayList<String>();
        written.forEach((domain, hop) -> {
            if (!hop.isLoopback()) {
                beyond.add(domain + "=" + hop);
            }
        });
        return beyond;
    }

    /// As `DOMAIN=NEXTHOP`, in the order of the table.
    @Override
    public String toString() {
        return String.join(
                " ",
                written.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }
}
