package org.restante.app.server;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.restante.app.identity.MxSets;
import org.restante.dns.AddressLookup;
import org.restante.dns.CachingResolver;
import org.restante.dns.DnsServers;
import org.restante.dns.Families;
import org.restante.dns.NetworkResolver;
import org.restante.dns.Resolver;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.mail.message.MailHost;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.restante.protocol.tlspolicy.DaneLookup;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.HttpsPolicyFetcher;
import org.restante.protocol.tlspolicy.PublicFetcher;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.protocol.tlspolicy.TlsPolicies;
import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.dispatch.TlsDemands;
import org.restante.sending.dispatch.TlsWishes;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.routing.Login;
import org.restante.sending.routing.Ourselves;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Router;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.RoutingBounds;
import org.restante.sending.routing.Target;

/// The ways that routing finds: the operator's routes first, then the DNS.
public final class RoutedWays implements Ways {
    /// A web server that takes longer counts as one without a policy (RFC 8461 §3.3 suggests a minute).
    private static final Duration FOR_A_POLICY = Duration.ofSeconds(30);

    private final Router router;
    private final Providers providers;
    private final TlsDemands demands;
    private final NextHopLogins logins;
    private final RandomGenerator random;
    private final Optional<Means> means;

    /// What it finds ways by.
    ///
    /// @param dns hears of MX hosts; without a cache
    private record Means(MxSets dns, StsPolicies policies) {}

    /// @param random which hosts are looked up when a domain names very many; used by several threads
    public RoutedWays(
            Router router,
            Providers providers,
            TlsDemands demands,
            NextHopLogins logins,
            RandomGenerator random) {
        this(router, providers, demands, logins, random, Optional.empty());
    }

    private RoutedWays(
            Router router,
            Providers providers,
            TlsDemands demands,
            NextHopLogins logins,
            RandomGenerator random,
            Optional<Means> means) {
        this.means = means;
        this.logins = logins;
        this.router = router;
        this.demands = demands;
        this.providers = providers;
        this.random = random;
    }

    /// The ways of a server that stands alone: these routes, else the DNS by the system's resolvers.
    ///
    /// @param nanos a monotonic ticker
    public static RoutedWays ofSystem(
            Routes routes,
            Providers providers,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        return ofSystem(
                routes,
                TlsWishes.none(),
                NextHopLogins.none(),
                providers,
                Ourselves.unknown(),
                clock,
                nanos,
                random);
    }

    /// The same, for a server that sees when a route leads back to itself.
    ///
    /// @param wishes what the operator asks of TLS besides what domains publish
    public static RoutedWays ofSystem(
            Routes routes,
            TlsWishes wishes,
            NextHopLogins logins,
            Providers providers,
            Ourselves ourselves,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        var network =
                new NetworkResolver(NetworkResolver.Manner.of(DnsServers.ofSystem()), clock, nanos);
        return of(network, routes, wishes, logins, providers, ourselves, nanos, random);
    }

    /// The same by another resolver, behind a cache of its own.
    static RoutedWays of(
            Resolver network,
            Routes routes,
            TlsWishes wishes,
            NextHopLogins logins,
            Providers providers,
            Ourselves ourselves,
            LongSupplier nanos,
            RandomGenerator random) {
        var mx = new MxSets(network, nanos);
        var resolver = new CachingResolver(mx, CachingResolver.Bounds.usual(), nanos);
        var router =
                new Router(resolver, providers, routes, ourselves, RoutingBounds.usual(), nanos);
        var sts = policies(resolver, nanos);
        var demands =
                new TlsDemands(
                        new TlsPolicies(new DaneLookup(resolver), sts), wishes, FOR_A_POLICY);
        return new RoutedWays(
                router, providers, demands, logins, random, Optional.of(new Means(mx, sts)));
    }

    private static StsPolicies policies(Resolver resolver, LongSupplier nanos) {
        try {
            var fetcher =
                    new PublicFetcher(
                            new HttpsPolicyFetcher(SSLContext.getDefault()),
                            new AddressLookup(resolver));
            return new StsPolicies(resolver, fetcher, StsPolicies.Bounds.usual(), nanos);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /// The policies of domains that are known; empty where none are asked for.
    Optional<StsPolicies> policies() {
        return means.map(Means::policies);
    }

    /// The DNS without a cache, which hears of MX hosts; empty where the router came with its own.
    Optional<MxSets> dns() {
        return means.map(Means::dns);
    }

    /// A server that listens at these sockets of this machine, and has no name others send to.
    public static Ourselves listeningAt(Set<InetSocketAddress> listeners) throws SocketException {
        var addresses =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .collect(Collectors.toSet());
        return new Ourselves(Set.of(), addresses, listeners);
    }

    @Override
    public Way of(String domain, Families families) {
        var host = host(domain);
        return host.isEmpty()
                ? new Way.None(true, "5.1.2", "'" + domain + "' is no domain that mail can go to.")
                : way(domain, router.route(host.get(), families, random));
    }

    @Override
    public Optional<Login> login(Route.Reachable route) {
        return logins.login(route);
    }

    @Override
    public Demand demand(String domain, Route.Reachable route, Target target) {
        return logins.demand(demands.of(domain, route, target), route, target);
    }

    private static Optional<MailHost> host(String domain) {
        return domain.startsWith("[")
                ? AddressLiteral.of(domain).map(MailHost.class::cast)
                : Domain.of(domain).map(MailHost.class::cast);
    }

    private Way way(String domain, Route route) {
        return switch (route) {
            case Route.Reachable reachable ->
                    new Way.Open(domain, reachable, provider(domain, reachable));
            case Route.NullMx none -> new Way.None(true, none.status().toString(), none.sentence());
            case Route.Unroutable none ->
                    new Way.None(none.isPermanent(), none.status().toString(), none.sentence());
        };
    }

    /// Who runs the hosts the DNS names; nobody's profile fits a next hop an operator has set.
    private @Nullable String provider(String domain, Route.Reachable route) {
        if (route.isFixed()) {
            return null;
        }
        Provider provider = providers.of(route.hosts().getFirst().name(), domain);
        return provider == null ? null : provider.word();
    }
}
