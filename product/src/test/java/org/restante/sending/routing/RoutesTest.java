package org.restante.sending.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.message.Mailbox;

final class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.61:2600,Address,127.0.0.61:2600",
        "127.0.0.61,Address,127.0.0.61",
        "127.0.0.61:25,Address,127.0.0.61",
        "[127.0.0.61]:2600,Address,127.0.0.61:2600",
        "[::1]:2600,Address,[0:0:0:0:0:0:0:1]:2600",
        "[2001:db8::1],Address,[2001:db8:0:0:0:0:0:1]",
        "[IPv6:2001:db8::1]:26,Address,[2001:db8:0:0:0:0:0:1]:26",
        "smtp:127.0.0.1:26,Address,127.0.0.1:26",
        "lmtp:127.0.0.1,Address,lmtp:127.0.0.1",
        "lmtp:127.0.0.1:2400,Address,lmtp:127.0.0.1:2400",
        "LMTP:Store.Example:24,Host,lmtp:[store.example]",
        "[mx.example]:587,Host,[mx.example]:587",
        "[mx.example],Host,[mx.example]",
        "localhost:2525,Host,[localhost]:2525",
        "relay.example,ByMx,relay.example",
        "relay.example:587,ByMx,relay.example:587",
        "Relay.EXAMPLE.,ByMx,relay.example",
        "mx,OwnMx,mx",
        "MX,OwnMx,mx"
    })
    void aNextHopIsRead(String text, String kind, String written) throws Exception {
        var hop = NextHop.parse(text);

        assertThat(hop.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(hop).hasToString(written);
        assertThat(NextHop.parse(hop.toString())).isEqualTo(hop);
    }

    @ParameterizedTest
    @CsvSource({
        "'',no host",
        "':2525',no host",
        "[127.0.0.1,no host",
        "127.0.0.300:25,not an IPv4 address",
        "127.0.1:25,not an IPv4 address",
        "127.0.0.1:0,not a port",
        "127.0.0.1:65536,not a port",
        "127.0.0.1:smtp,not a port",
        "127.0.0.1:,not a port",
        "2001:db8::1,in brackets",
        "a b.example,neither a host name nor an address",
        "[],neither a host name nor an address",
        "unix:/run/lmtp.sock,not a port"
    })
    void whatIsNoNextHopIsRefusedWithWhatWouldBeRight(String text, String why) {
        assertThatThrownBy(() -> NextHop.parse(text))
                .isInstanceOf(BadRouteException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("right would be 192.0.2.1:2525");
    }

    @ParameterizedTest
    @CsvSource({
        "a@limited.test,127.0.0.61:2600",
        "a@LIMITED.test,127.0.0.61:2600",
        "a@sub.limited.test,127.0.0.2:2600",
        "a@wild.test,127.0.0.2:2600",
        "a@x.wild.test,127.0.0.3:2600",
        "a@y.x.wild.test,127.0.0.3:2600",
        "a@deep.wild.test,127.0.0.5:2600",
        "a@x.deep.wild.test,127.0.0.4:2600",
        "a@notwild.test,127.0.0.2:2600",
        "a@direct.test,mx",
        "a@[192.0.2.1],127.0.0.6:2600",
        "a@[192.0.2.2],127.0.0.2:2600",
        "a@[IPv6:2001:DB8::1],127.0.0.7:2600"
    })
    void theMostExactRouteWins(String recipient, String hop) throws Exception {
        var routes =
                Routes.parse(
                        List.of(
                                "limited.test=127.0.0.61:2600",
                                "*=127.0.0.2:2600",
                                "*.wild.test=127.0.0.3:2600",
                                "*.deep.wild.test=127.0.0.4:2600",
                                "deep.wild.test=127.0.0.5:2600",
                                "direct.test=mx",
                                "[192.0.2.1]=127.0.0.6:2600",
                                "[ipv6:2001:db8::1] = 127.0.0.7:2600"));

        assertThat(routes.nextHop(Mailbox.of(recipient).orElseThrow().host())).hasToString(hop);
    }

    @Test
    void withoutARouteTheDomainsOwnMxHoldGood() {
        assertThat(Routes.none().nextHop(Mailbox.of("a@b.test").orElseThrow().host()))
                .isEqualTo(new NextHop.OwnMx());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limited.test|is not a route",
                "=127.0.0.1|is not a route",
                "*.=127.0.0.1|is not a domain to route",
                "a.*.b=127.0.0.1|is not a domain to route",
                "[300.1.1.1]=127.0.0.1|is not a domain to route",
                "-a.test=127.0.0.1|is not a domain to route",
                "a.test=|no host"
            })
    void whatIsNoRouteIsRefused(String route, String why) {
        assertThatThrownBy(() -> Routes.parse(List.of(route)))
                .isInstanceOf(BadRouteException.class)
                .hasMessageContaining(why);
    }

    @Test
    void twoRoutesForOneDomainAreRefused() {
        assertThatThrownBy(() -> Routes.parse(List.of("a.test=127.0.0.1", "A.test=127.0.0.2")))
                .hasMessageContaining("two routes for 'A.test'");
        assertThatThrownBy(() -> Routes.parse(List.of("a.test=127.0.0.1", "a.test.=127.0.0.2")))
                .hasMessageContaining("two routes for 'a.test.'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.test=127.0.0.61:2600",
                "*=127.255.255.254",
                "*.a.test=[::1]:25",
                "*=localhost:2525",
                "*=lmtp:localhost"
            })
    void aCommandLineMayRouteToLoopback(String route) throws Exception {
        assertThat(Routes.parseForLoopback(List.of(route)).beyondLoopback()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.test=192.0.2.1:2600",
                "*=mx.example",
                "*=[mx.example]",
                "*=mx",
                "*=0.0.0.0:25",
                "*=[::]:25",
                "*=[::ffff:192.0.2.1]:25",
                "*=localhost.example:25"
            })
    void aCommandLineMayNotRouteBeyondLoopback(String route) {
        assertThatThrownBy(() -> Routes.parseForLoopback(List.of("ok.test=127.0.0.1", route)))
                .isInstanceOf(BadRouteException.class)
                .hasMessageContaining("leads off this machine");
    }
}
