package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.restante.app.access.Users;
import org.restante.app.config.ConfigFile;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.DaneLookup;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.protocol.tlspolicy.TlsPolicies;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.dispatch.TlsDemands;
import org.restante.sending.dispatch.TlsWishes;
import org.restante.sending.dispatch.Way;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.routing.Ourselves;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Router;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.RoutingBounds;
import org.restante.sending.routing.Source;

/// Limits that name a domain are those of the site that takes its mail.
final class NamedSitesTest {
    private static final String ZONE =
            """
            shop.test. MX 1 mx.hoster.test.
            club.test. MX 1 mx.hoster.test.
            alone.test. MX 1 mx.alone.test.
            google.test. MX 1 aspmx.l.google.com.
            mx.hoster.test. A 192.0.2.1
            mx.alone.test. A 192.0.2.2
            aspmx.l.google.com. A 192.0.2.3
            """;
    private static final String MOVED =
            ZONE.replace("club.test. MX 1 mx.hoster.test.", "club.test. MX 1 mx.alone.test.");

    private final Knowledge knowledge = Knowledge.shipped();
    private final AtomicReference<Terms> terms = new AtomicReference<>();
    private final NamedSites named = new NamedSites(terms::get);
    private WaysInForce ways;

    private Terms terms(String zone, String limits) throws Exception {
        var resolver = ZoneResolver.parse(zone);
        var providers = knowledge.providers();
        var router =
                new Router(
                        resolver,
                        providers,
                        Routes.of(Map.of()),
                        Ourselves.unknown(),
                        RoutingBounds.usual(),
                        () -> 0L);
        var sts =
                new StsPolicies(
                        resolver,
                        (domain, patience) -> new Fetched.Failed("none"),
                        StsPolicies.Bounds.usual(),
                        () -> 0L);
        var routed =
                new RoutedWays(
                        router,
                        providers,
                        new TlsDemands(
                                new TlsPolicies(new DaneLookup(resolver), sts),
                                TlsWishes.none(),
                                Duration.ofSeconds(1)),
                        NextHopLogins.none(),
                        new Random(1));
        var config =
                ConfigFile.parse(
                                Path.of("restante.toml"),
                                "[server]\ndata = \"/d\"\n" + limits,
                                Map.of())
                        .config();
        var usual =
                Terms.usual(
                        routed, Pools.of(Source.unbound("us", new Domain("us.test"))), Users.NONE);
        return new Terms(
                usual.reception(),
                usual.networks(),
                usual.users(),
                usual.tls(),
                usual.web(),
                routed,
                usual.pools(),
                new OperatorsLimits(config.limits()),
                DeliverySettings.defaults(),
                usual.signatures(),
                usual.suppression(),
                usual.warmup(),
                usual.response(),
                usual.hooks(),
                usual.notices());
    }

    @BeforeEach
    void start() throws Exception {
        ways = new WaysInForce(terms::get, named);
        terms.set(
                terms(
                        ZONE,
                        """
                        [limits.all]
                        connections = 40
                        messages_per_connection = 70
                        [limits.site."club.test"]
                        connections = 3
                        [limits.site."shop.test"]
                        connections = 4
                        messages_per_connection = 9
                        [limits.site."google.test"]
                        connections = 2
                        """));
    }

    private LimitsInForce lane(String domain) {
        var way = (Way.Open) ways.of(domain, Families.BOTH);
        return new LimitsInForce(terms::get, named, knowledge, way);
    }

    private static String shown(LaneLimits limits) {
        return limits.connections().orElse(0) + " " + limits.messagesPerConnection();
    }

    @Test
    void aDomainsLimitsAreThoseOfTheSiteThatTakesItsMail() {
        assertThat(shown(lane("google.test").get())).isEqualTo("2 70");
        assertThat(shown(lane("alone.test").get())).isEqualTo("40 70");
    }

    @Test
    void ofSeveralDomainsOfOneSiteTheLeastCounts() {
        var lane = lane("shop.test");
        assertThat(shown(lane.get())).isEqualTo("4 9");

        lane("club.test");
        assertThat(shown(lane.get())).isEqualTo("3 9");
    }

    @Test
    void theyCountBeforeMailForTheDomainWasEverSent() {
        named.look();

        assertThat(shown(lane("club.test").get())).isEqualTo("3 9");
    }

    @Test
    void aDomainThatMovesTakesItsLimitsAlong() throws Exception {
        named.look();
        var left = lane("shop.test");
        var entered = lane("alone.test");
        assertThat(shown(entered.get())).isEqualTo("40 70");

        terms.set(
                terms(
                        MOVED,
                        """
                        [limits.site."club.test"]
                        connections = 3
                        """));
        lane("club.test");

        assertThat(shown(entered.get())).startsWith("3 ");
        assertThat(left.get().connections()).isEmpty();
    }
}
