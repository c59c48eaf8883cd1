package org.restante.sending.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.AddressText;
import org.restante.dns.DnsName;
import org.restante.dns.Families;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.mail.message.MailHost;
import org.restante.meaning.provider.Providers;

final class RouterTest {
    private static final Providers PROVIDERS = Knowledge.shipped().providers();
    private static final String ZONE =
            """
            $TTL 600
            two.test.        MX 10 mx1.two.test.
            two.test.        MX 20 mx2.two.test.
            mx1.two.test.    60 A 192.0.2.11
            mx1.two.test.    AAAA 2001:db8::11
            mx2.two.test.    A 192.0.2.12
            implicit.test.   A 192.0.2.21
            implicit.test.   TXT "no MX here"
            six.test.        AAAA 2001:db8::22
            nothing.test.    TXT "no MX, no address"
            alias.test.      CNAME two.test.
            alias-host.test. CNAME implicit.test.
            alias-gone.test. CNAME gone.test.
            ring.test.       CNAME ring2.test.
            ring2.test.      CNAME ring.test.
            null.test.       MX 0 .
            null10.test.     MX 10 .
            half-null.test.  MX 0 .
            half-null.test.  MX 10 mx1.two.test.
            two-nulls.test.  MX 0 .
            two-nulls.test.  MX 5 .
            to-alias.test.   MX 10 aliased.test.
            aliased.test.    CNAME mx1.two.test.
            dead-first.test. MX 5 gone.test.
            dead-first.test. MX 10 nothing.test.
            dead-first.test. MX 20 mx2.two.test.
            all-dead.test.   MX 5 gone.test.
            all-dead.test.   MX 10 nothing.test.
            dead.with.address.test. MX 10 gone.test.
            dead.with.address.test. A 192.0.2.31
            address-mx.test. MX 10 192.0.2.1.
            part-fails.test. MX 10 mx.fails.test.
            part-fails.test. MX 20 mx2.two.test.
            all-fail.test.   MX 10 mx.fails.test.
            all-fail.test.   MX 20 gone.test.
            fails-implicit.test. TXT "x"
            loop.test.       MX 10 us.test.
            backup.test.     MX 5 mx1.two.test.
            backup.test.     MX 10 us.test.
            backup.test.     MX 20 mx2.two.test.
            peer.test.       MX 10 mx1.two.test.
            peer.test.       MX 10 us.test.
            by-address.test. MX 10 other-name.test.
            by-address.test. MX 20 mx2.two.test.
            backup-address.test. MX 5 mx1.two.test.
            backup-address.test. MX 10 other-name.test.
            us.test.         A 192.0.2.99
            other-name.test. A 192.0.2.99
            local.test.      MX 10 lo.test.
            lo.test.         A 127.0.0.1
            zero.test.       MX 10 z.test.
            z.test.          A 0.0.0.0
            z.test.          A 224.0.0.1
            z.test.          A 255.255.255.255
            z.test.          A 169.254.1.1
            z.test.          AAAA ::
            z.test.          AAAA ff02::1
            mixed.test.      MX 10 m.test.
            m.test.          A 127.0.0.1
            m.test.          A 192.0.2.41
            private.test.    MX 10 p.test.
            p.test.          A 10.1.2.3
            odd.test.        MX 10 m\\032x.odd.test.
            m\\032x.odd.test. A 192.0.2.51
            twice.test.      MX 10 mx1.two.test.
            twice.test.      MX 30 mx1.two.test.
            google.test.     MX 1 aspmx.l.google.com.
            aspmx.l.google.com. A 192.0.2.61
            yahoo.com.       MX 1 unknown.test.
            unknown.test.    A 192.0.2.62
            host.example.co.uk. A 192.0.2.63
            hosted.test.     MX 1 host.example.co.uk.
            *.wild.test.     MX 1 mx2.two.test.
            ;! failing fails.test
            ;! failing late.test timeout
            ;! signed two.test
            """;

    private static final Ourselves US =
            new Ourselves(
                    Set.of(DnsName.of("us.test").orElseThrow()),
                    Set.of(ip("192.0.2.99")),
                    Set.of(new InetSocketAddress(25), new InetSocketAddress("127.0.0.1", 2525)));

    private static InetAddress ip(String text) {
        return AddressText.of(text).orElseThrow();
    }

    private static Router router(String zone, Routes routes, RoutingBounds bounds) {
        try {
            return new Router(ZoneResolver.parse(zone), PROVIDERS, routes, US, bounds, () -> 0L);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static MailHost host(String text) {
        return text.startsWith("[") ? AddressLiteral.of(text).orElseThrow() : new Domain(text);
    }

    private static Route route(String recipient, Families families) {
        return router(ZONE, Routes.none(), RoutingBounds.usual())
                .route(host(recipient), families, new Random(1));
    }

    private static String told(Route route) {
        return switch (route) {
            case Route.Reachable reachable ->
                    reachable.groups().stream()
                                    .map(group ->
                                            group.preference()
                                                    + group.hosts().stream()
                                                            .map(RouterTest::told)
                                                            .sorted()
                                                            .collect(
                                                                    Collectors.joining("", "", "")))
                                    .collect(Collectors.joining("; "))
                            + " @"
                            + reachable.site();
            case Route.NullMx none -> "null MX " + none.status();
            case Route.Unroutable none -> none.status().toString();
        };
    }

    private static String told(MxHost host) {
        return " "
                + host.name()
                + host.addresses().stream().map(InetAddress::getHostAddress).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two.test|10 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11]; 20 mx2.two.test[192.0.2.12] @two.test",
                "alias.test|10 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11]; 20 mx2.two.test[192.0.2.12] @two.test",
                "implicit.test|0 implicit.test[192.0.2.21] @implicit.test",
                "six.test|0 six.test[2001:db8:0:0:0:0:0:22] @six.test",
                "alias-host.test|0 implicit.test[192.0.2.21] @implicit.test",
                "nothing.test|5.4.4",
                "gone.test|5.1.2",
                "alias-gone.test|5.1.2",
                "ring.test|4.4.3",
                "null.test|null MX 5.1.10",
                "null10.test|null MX 5.1.10",
                "half-null.test|10 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11] @two.test",
                "two-nulls.test|5.4.4",
                "to-alias.test|10 aliased.test[192.0.2.11, 2001:db8:0:0:0:0:0:11] @aliased.test",
                "dead-first.test|20 mx2.two.test[192.0.2.12] @two.test",
                "all-dead.test|5.4.4",
                "dead.with.address.test|5.4.4",
                "address-mx.test|5.4.4",
                "part-fails.test|20 mx2.two.test[192.0.2.12] @two.test",
                "all-fail.test|4.4.3",
                "fails.test|4.4.3",
                "late.test|4.4.3",
                "loop.test|5.4.6",
                "backup.test|5 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11] @two.test",
                "peer.test|5.4.6",
                "by-address.test|5.4.6",
                "backup-address.test|5 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11] @two.test",
                "us.test|5.4.6",
                "local.test|5.4.4",
                "lo.test|5.4.4",
                "zero.test|5.4.4",
                "mixed.test|10 m.test[192.0.2.41] @m.test",
                "private.test|10 p.test[10.1.2.3] @p.test",
                "odd.test|10 m\\032x.odd.test[192.0.2.51] @odd.test",
                "twice.test|10 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11] @two.test",
                "google.test|1 aspmx.l.google.com[192.0.2.61] @gmail",
                "yahoo.com|1 unknown.test[192.0.2.62] @yahoo",
                "hosted.test|1 host.example.co.uk[192.0.2.63] @example.co.uk",
                "any.wild.test|1 mx2.two.test[192.0.2.12] @two.test",
                "[192.0.2.7]|0 192.0.2.7[192.0.2.7] @192.0.2.7",
                "[IPv6:2001:db8::7]|0 2001:db8:0:0:0:0:0:7[2001:db8:0:0:0:0:0:7] @2001:db8:0:0:0:0:0:7",
                "[127.0.0.1]|5.4.4",
                "[x-tag:content]|5.1.2",
                "[192.0.2.99]|5.4.6"
            })
    void mailGoesWhereTheDnsSays(String recipient, String told) {
        assertThat(told(route(recipient, Families.BOTH))).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two.test|IPV4|10 mx1.two.test[192.0.2.11]; 20 mx2.two.test[192.0.2.12] @two.test",
                "two.test|IPV6|10 mx1.two.test[2001:db8:0:0:0:0:0:11] @two.test",
                "six.test|IPV4|4.4.4",
                "implicit.test|IPV6|4.4.4",
                "nothing.test|IPV4|5.4.4",
                "all-dead.test|IPV6|5.4.4",
                "all-fail.test|IPV4|4.4.3",
                "[192.0.2.7]|IPV6|4.4.4"
            })
    void aSourceReachesItsOwnFamiliesOnly(String recipient, Families families, String told) {
        assertThat(told(route(recipient, families))).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fixed.test|0 127.0.0.61[127.0.0.61] @127.0.0.61:2600",
                "local.fixed.test|0 localhost[127.0.0.1, 0:0:0:0:0:0:0:1] @[localhost]:2600",
                "host.fixed.test|0 mx2.two.test[192.0.2.12] @[mx2.two.test]:587",
                "by-mx.fixed.test|10 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11]; 20 mx2.two.test[192.0.2.12] @two.test:587",
                "store.fixed.test|0 lo.test[127.0.0.1] @lmtp:[lo.test]:2400",
                "two.test|10 mx1.two.test[192.0.2.11, 2001:db8:0:0:0:0:0:11]; 20 mx2.two.test[192.0.2.12] @two.test",
                "gone.fixed.test|4.3.5",
                "null.fixed.test|4.3.5",
                "fails.fixed.test|4.4.3",
                "us.fixed.test|4.3.5"
            })
    void anOperatorsRouteGoesBeforeTheDns(String recipient, String told) throws Exception {
        var routes =
                Routes.parse(
                        List.of(
                                "fixed.test=127.0.0.61:2600",
                                "local.fixed.test=localhost:2600",
                                "host.fixed.test=[mx2.two.test]:587",
                                "by-mx.fixed.test=two.test:587",
                                "store.fixed.test=lmtp:lo.test:2400",
                                "gone.fixed.test=gone.test",
                                "null.fixed.test=null.test",
                                "fails.fixed.test=[fails.test]",
                                "us.fixed.test=127.0.0.1:2525"));
        var route =
                router(ZONE, routes, RoutingBounds.usual())
                        .route(host(recipient), Families.BOTH, new Random(1));

        assertThat(told(route)).isEqualTo(told);
    }

    @Test
    void aFixedNextHopNamesItsPortAndProtocol() throws Exception {
        var routes = Routes.parse(List.of("*=lmtp:127.0.0.1:2400"));
        var route =
                (Route.Reachable)
                        router(ZONE, routes, RoutingBounds.usual())
                                .route(host("two.test"), Families.BOTH, new Random(1));

        assertThat(route.protocol()).isEqualTo(Protocol.LMTP);
        assertThat(route.isFixed()).isTrue();
        assertThat(route.targets(new Random(1))).hasToString("[127.0.0.1[127.0.0.1]:2400]");
    }

    @Test
    void loopbackIsReachedByMxWhereTheOperatorAllowsIt() {
        var usual = RoutingBounds.usual();
        var bounds =
                new RoutingBounds(
                        usual.hosts(),
                        usual.addressesOfHost(),
                        usual.addresses(),
                        usual.patience(),
                        true);
        var zone = "a.test. MX 1 b.test.\nb.test. A 127.0.0.9\n";

        assertThat(
                        told(
                                new Router(
                                                zone(zone),
                                                PROVIDERS,
                                                Routes.none(),
                                                Ourselves.unknown(),
                                                bounds,
                                                () -> 0L)
                                        .route(host("a.test"), Families.BOTH, new Random(1))))
                .isEqualTo("1 b.test[127.0.0.9] @b.test");
    }

    private static ZoneResolver zone(String text) {
        try {
            return ZoneResolver.parse(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void whatIsOddIsToldAndTheSentencesAreForPeople() {
        assertThat(((Route.Reachable) route("to-alias.test", Families.BOTH)).notes())
                .containsExactly(
                        "The MX host aliased.test is an alias (CNAME), which RFC 2181 does not allow; it is followed.");
        assertThat(((Route.Reachable) route("dead-first.test", Families.BOTH)).notes())
                .containsExactly(
                        "The host gone.test does not exist.",
                        "The host nothing.test has no address.");
        assertThat(((Route.Reachable) route("half-null.test", Families.BOTH)).notes())
                .containsExactly("A null MX stands beside other MX records and is passed over.");
        assertThat(sentence("gone.test")).isEqualTo("The domain gone.test does not exist.");
        assertThat(sentence("alias-gone.test"))
                .isEqualTo(
                        "The domain alias-gone.test is an alias of gone.test, which does not exist.");
        assertThat(sentence("nothing.test"))
                .isEqualTo(
                        "The domain nothing.test has no MX record and no address to send mail to.");
        assertThat(sentence("address-mx.test"))
                .isEqualTo(
                        "No mail host of address-mx.test has an address to send mail to."
                                + " The host 192.0.2.1 is an address, where a host name belongs.");
        assertThat(sentence("local.test"))
                .endsWith(
                        "The host lo.test has only addresses that are nobody's on the network, such as 127.0.0.1.");
        assertThat(((Route.NullMx) route("null.test", Families.BOTH)).sentence())
                .isEqualTo("null.test says that it takes no mail (null MX).");
    }

    private static String sentence(String recipient) {
        return ((Route.Unroutable) route(recipient, Families.BOTH)).sentence();
    }

    @Test
    void signedAnswersAndTheirTimeAreToldTo() {
        var route = (Route.Reachable) route("two.test", Families.BOTH);

        assertThat(route.secure()).isTrue();
        assertThat(route.hosts()).allMatch(MxHost::secure);
        assertThat(route.ttl()).isEqualTo(Duration.ofSeconds(60));
        var alias = (Route.Reachable) route("alias.test", Families.BOTH);
        assertThat(alias.secure()).as("the alias itself is not signed").isFalse();
        var toAlias = ((Route.Reachable) route("to-alias.test", Families.BOTH)).hosts().getFirst();
        assertThat(toAlias.canonical()).isEqualTo("mx1.two.test");
        assertThat(toAlias.secure()).isFalse();
    }

    @Test
    void equalHostsAreTriedFirstEquallyOften() {
        var zone =
                zone(
                        """
                        a.test. MX 10 h0.test.
                        a.test. MX 10 h1.test.
                        a.test. MX 10 h2.test.
                        a.test. MX 10 h3.test.
                        a.test. MX 20 last.test.
                        h0.test. A 192.0.2.1
                        h1.test. A 192.0.2.2
                        h2.test. A 192.0.2.3
                        h2.test. A 192.0.2.13
                        h2.test. AAAA 2001:db8::3
                        h2.test. AAAA 2001:db8::13
                        h3.test. A 192.0.2.4
                        last.test. A 192.0.2.5
                        """);
        var random = new Random(7);
        var route =
                (Route.Reachable)
                        new Router(
                                        zone,
                                        PROVIDERS,
                                        Routes.none(),
                                        US,
                                        RoutingBounds.usual(),
                                        () -> 0L)
                                .route(host("a.test"), Families.BOTH, random);
        var first = new HashMap<String, Integer>();
        for (int i = 0; i < 4000; i++) {
            var targets = route.targets(random);
            first.merge(targets.getFirst().host().name(), 1, Integer::sum);
            assertThat(targets).hasSize(8);
            assertThat(targets.getLast().host().name()).isEqualTo("last.test");
            var ofH2 =
                    targets.stream()
                            .filter(target -> target.host().name().equals("h2.test"))
                            .toList();
            assertThat(ofH2.get(0).address().getClass())
                    .as("families in turn")
                    .isNotEqualTo(ofH2.get(1).address().getClass());
        }

        assertThat(first)
                .hasSize(4)
                .allSatisfy((_, times) -> assertThat(times).isBetween(850, 1150));
    }

    @Test
    void aThousandMxHostsAreBoundedAndChanceSharesThem() {
        var zone =
                IntStream.range(0, 1000)
                        .mapToObj(i ->
                                "big.test. MX 10 h"
                                        + i
                                        + ".test.\nh"
                                        + i
                                        + ".test. A 192.0."
                                        + i / 250
                                        + "."
                                        + (i % 250 + 1)
                                        + "\n")
                        .collect(Collectors.joining());
        var router =
                router(
                        zone + "big.test. MX 5 best.test.\nbest.test. A 192.0.2.200\n",
                        Routes.none(),
                        RoutingBounds.usual());
        var seen = new HashSet<String>();
        for (int seed = 0; seed < 20; seed++) {
            var route =
                    (Route.Reachable)
                            router.route(host("big.test"), Families.BOTH, new Random(seed));
            assertThat(route.hosts()).hasSize(16);
            assertThat(route.hosts().getFirst().name()).isEqualTo("best.test");
            assertThat(route.notes()).containsExactly("Of 1001 MX hosts the first 16 are used.");
            route.hosts().forEach(host -> seen.add(host.name()));
        }

        assertThat(seen).hasSizeGreaterThan(200);
    }

    @Test
    void aThousandAddressesAreBounded() {
        var zone =
                IntStream.range(0, 8)
                        .mapToObj(h ->
                                "big.test. MX 10 h"
                                        + h
                                        + ".test.\n"
                                        + IntStream.range(0, 125)
                                                .mapToObj(i ->
                                                        "h"
                                                                + h
                                                                + ".test. A 198.51."
                                                                + h
                                                                + "."
                                                                + (i + 1)
                                                                + "\n")
                                                .collect(Collectors.joining()))
                        .collect(Collectors.joining());
        var route =
                (Route.Reachable)
                        router(zone, Routes.none(), RoutingBounds.usual())
                                .route(host("big.test"), Families.BOTH, new Random(1));

        assertThat(route.hosts())
                .hasSize(4)
                .allSatisfy(host -> assertThat(host.addresses()).hasSize(16));
        assertThat(route.targets(new Random(1))).hasSize(64);
    }

    @Test
    void ofSlowHostsTheOthersAreUsed() {
        var zone =
                """
                slow-part.test. MX 10 h.slow.test.
                slow-part.test. MX 20 mx.test.
                h.slow.test. A 192.0.2.1
                mx.test. A 192.0.2.2
                ;! slow slow.test 60s
                """;

        assertThat(
                        told(
                                router(zone, Routes.none(), RoutingBounds.usual())
                                        .route(
                                                host("slow-part.test"),
                                                Families.BOTH,
                                                new Random(1))))
                .isEqualTo("20 mx.test[192.0.2.2] @mx.test");
    }
}
