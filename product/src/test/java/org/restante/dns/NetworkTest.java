package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NetworkTest {
    private static boolean holds(String network, String address) {
        return Network.of(network).orElseThrow().contains(AddressText.of(address).orElseThrow());
    }

    @Test
    void anAddressLiesInANetworkByItsFirstBits() {
        assertThat(holds("192.0.2.0/24", "192.0.2.255")).isTrue();
        assertThat(holds("192.0.2.0/24", "192.0.3.0")).isFalse();
        assertThat(holds("192.0.2.128/25", "192.0.2.127")).isFalse();
        assertThat(holds("192.0.2.7", "192.0.2.7")).isTrue();
        assertThat(holds("0.0.0.0/0", "203.0.113.9")).isTrue();
        assertThat(holds("0.0.0.0/0", "2001:db8::1")).isFalse();
        assertThat(holds("2001:db8::/33", "2001:db8:7fff::1")).isTrue();
        assertThat(holds("2001:db8::/33", "2001:db8:8000::1")).isFalse();
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        for (var text :
                new String[] {
                    "",
                    "x",
                    "10.0.0.1/8",
                    "10.0.0.0/33",
                    "10.0.0.0/",
                    "10.0.0.0/-1",
                    "::/129",
                    "10.0.0/8/8"
                }) {
            assertThat(Network.of(text)).as(text).isEmpty();
        }
    }

    @Test
    void networksAreShownShort() {
        assertThat(Network.of("2001:db8:0:0::/32")).get().hasToString("2001:db8::/32");
        assertThat(Network.of("::1/128")).get().hasToString("::1");
        assertThat(Network.around(AddressText.of("192.0.2.77").orElseThrow(), 24))
                .hasToString("192.0.2.0/24");
    }
}
