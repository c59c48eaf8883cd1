package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.dns.ZoneResolver;
import org.restante.protocol.tlspolicy.DaneLookup;
import org.restante.protocol.tlspolicy.StsFetcher;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.protocol.tlspolicy.TlsPolicies;
import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.dispatch.TlsDemands;
import org.restante.sending.dispatch.TlsWishes;
import org.restante.sending.dispatch.Way;
import org.restante.sending.routing.Ourselves;
import org.restante.sending.routing.Router;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.RoutingBounds;

final class RoutedWaysTest {
    private static final String ZONE =
            """
            google.test. MX 1 aspmx.l.google.com.
            google.test. MX 5 mx.own.test.
            aspmx.l.google.com. A 192.0.2.61
            mx.own.test. A 192.0.2.62
            own.test. MX 1 mx.own.test.
            null.test. MX 0 .
            ;! failing fails.test
            """;

    private static RoutedWays ways() throws Exception {
        var providers = Knowledge.shipped().providers();
        var routes =
                Routes.parse(List.of("fixed.test=127.0.0.61:2600", "store.test=lmtp:127.0.0.1:24"));
        var resolver = ZoneResolver.parse(ZONE);
        var router =
                new Router(
                        resolver,
                        providers,
                        routes,
                        Ourselves.unknown(),
                        RoutingBounds.usual(),
                        () -> 0L);
        StsFetcher nothing = (domain, patience) -> new StsFetcher.Fetched.Failed("none");
        var policies =
                new TlsPolicies(
                        new DaneLookup(resolver),
                        new StsPolicies(resolver, nothing, StsPolicies.Bounds.usual(), () -> 0L));
        var demands = new TlsDemands(policies, TlsWishes.none(), Duration.ofSeconds(1));
        return new RoutedWays(router, providers, demands, NextHopLogins.none(), new Random(1));
    }

    private static String told(Way way) {
        return switch (way) {
            case Way.Open open ->
                    open.site()
                            + " "
                            + open.provider()
                            + " "
                            + open.route().protocol()
                            + " "
                            + open.route().targets(new Random(1));
            case Way.None none -> (none.isPermanent() ? "never " : "later ") + none.status();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "google.test|gmail gmail SMTP [aspmx.l.google.com[192.0.2.61]:25, mx.own.test[192.0.2.62]:25]",
                "own.test|own.test null SMTP [mx.own.test[192.0.2.62]:25]",
                "fixed.test|127.0.0.61:2600 null SMTP [127.0.0.61[127.0.0.61]:2600]",
                "store.test|lmtp:127.0.0.1 null LMTP [127.0.0.1[127.0.0.1]:24]",
                "[192.0.2.9]|192.0.2.9 null SMTP [192.0.2.9[192.0.2.9]:25]",
                "null.test|never 5.1.10",
                "gone.test|never 5.1.2",
                "fails.test|later 4.4.3",
                "a..b|never 5.1.2"
            })
    void aRouteIsAWayForDispatch(String domain, String way) throws Exception {
        assertThat(told(ways().of(domain, Families.BOTH))).isEqualTo(way);
    }

    /// Where the server listens, and where a route leads.
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:2525,127.0.0.1:2525,later 4.3.5",
        "0.0.0.0:2525,127.0.0.1:2525,later 4.3.5",
        "0.0.0.0:2525,localhost:2525,later 4.3.5",
        "127.0.0.1:2525,127.0.0.2:2525,goes",
        "0.0.0.0:2525,127.0.0.1:2526,goes"
    })
    void aRouteBackToThisServerIsNotTaken(String listener, String hop, String told)
            throws Exception {
        int colon = listener.indexOf(':');
        var socket =
                new InetSocketAddress(
                        listener.substring(0, colon),
                        Integer.parseInt(listener.substring(colon + 1)));
        var ways =
                RoutedWays.ofSystem(
                        Routes.parse(List.of("*=" + hop)),
                        TlsWishes.none(),
                        NextHopLogins.none(),
                        Knowledge.shipped().providers(),
                        RoutedWays.listeningAt(Set.of(socket)),
                        InstantSource.system(),
                        () -> 0L,
                        new Random(1));

        assertThat(ways.of("a.test", Families.BOTH) instanceof Way.None none ? told(none) : "goes")
                .isEqualTo(told);
    }
}
