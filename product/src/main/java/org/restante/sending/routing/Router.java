package org.restante.sending.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.restante.dns.AddressLookup;
import org.restante.dns.AddressText;
import org.restante.dns.DnsName;
import org.restante.dns.Families;
import org.restante.dns.Resolver;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.mail.message.MailHost;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.meaning.provider.Providers;

/// Finds the route of a recipient's host: by the operator's routes, else by RFC 5321 §5.1. Blocks for the DNS; safe to share.
public final class Router {
    private static final EnhancedStatusCode MISCONFIGURED = new EnhancedStatusCode(4, 3, 5);

    private final Routes routes;
    private final RouteSearch.Means means;

    /// @param nanos a monotonic ticker
    public Router(
            Resolver resolver,
            Providers providers,
            Routes routes,
            Ourselves ourselves,
            RoutingBounds bounds,
            LongSupplier nanos) {
        this.routes = routes;
        this.means =
                new RouteSearch.Means(
                        resolver, new AddressLookup(resolver), providers, ourselves, bounds, nanos);
    }

    /// @param families what the source can connect to
    /// @param random which hosts are looked up when a domain names more equal ones than the bound
    public Route route(MailHost recipient, Families families, RandomGenerator random) {
        var hop = routes.nextHop(recipient);
        long deadline = means.nanos().getAsLong() + means.bounds().patience().toNanos();
        var search = new RouteSearch(means, recipient, families, random, deadline, hop);
        return switch (hop) {
            case NextHop.OwnMx _ ->
                    switch (recipient) {
                        case Domain domain -> search.byMx(domain, Protocol.SMTP.usualPort());
                        case AddressLiteral literal -> search.literal(literal);
                    };
            case NextHop.ByMx(var domain, var port) -> asOperators(hop, search.byMx(domain, port));
            case NextHop.Host host when host.isLocalhost() ->
                    asOperators(
                            hop,
                            search.fixed(
                                    "localhost",
                                    localhost(families),
                                    host.port(),
                                    host.protocol()));
            case NextHop.Host(var host, var port, var protocol) ->
                    asOperators(hop, search.oneHost(DnsName.of(host), port, protocol));
            case NextHop.Address(var address, var port, var protocol) ->
                    asOperators(
                            hop,
                            search.fixed(
                                    address.getHostAddress(), List.of(address), port, protocol));
        };
    }

    /// A route the operator has set up wrong costs no message: it waits until the route is mended.
    private static Route asOperators(NextHop hop, Route route) {
        return switch (route) {
            case Route.Reachable reachable -> reachable;
            case Route.NullMx none -> misconfigured(hop, none.sentence());
            case Route.Unroutable(var status, var sentence) ->
                    status.isPermanent() ? misconfigured(hop, sentence) : route;
        };
    }

    private static Route misconfigured(NextHop hop, String sentence) {
        return new Route.Unroutable(
                MISCONFIGURED,
                "The next hop " + hop + " of the routes cannot be used: " + sentence);
    }

    private static List<InetAddress> localhost(Families families) {
        var addresses = new ArrayList<InetAddress>();
        AddressText.of("127.0.0.1").filter(families::allows).ifPresent(addresses::add);
        AddressText.of("::1").filter(families::allows).ifPresent(addresses::add);
        return addresses;
    }
}
