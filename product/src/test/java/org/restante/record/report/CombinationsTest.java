package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CombinationsTest {
    private static final int DOMAINS = 1000;

    private final Combinations all =
            new Combinations((mxHost, domain) -> new Places.Place(null, domain));

    private Egress from(String source) {
        return new Egress(all.sources.id(source), Names.UNKNOWN, Names.UNKNOWN, false);
    }

    private Combination combination(String domain, String host, String source) {
        return all.get(all.id(all.domains.id(domain), all.hosts.id(host), from(source)));
    }

    /// Of more than can be told apart the hosts go first: whose mail is refused, and from where, is told on.
    @Test
    void beyondTheBoundDomainsAndSourcesAreToldApartStill() {
        for (int i = 0; i < Combinations.CAPACITY; i++) {
            all.id(
                    all.domains.id("d" + i % DOMAINS),
                    all.hosts.id("h" + i / DOMAINS),
                    Egress.UNKNOWN);
        }

        var beyond = combination("late.test", "mx.late.test", "mta1");

        assertThat(beyond.domain()).isEqualTo("late.test");
        assertThat(beyond.source()).isEqualTo("mta1");
        assertThat(combination("late.test", "mx2.late.test", "mta1")).isEqualTo(beyond);
        assertThat(combination("d1", "h1", "mta1").domain()).isEqualTo("d1");
    }
}
