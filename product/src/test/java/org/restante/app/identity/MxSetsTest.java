package org.restante.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.ZoneResolver;

/// The MX hosts of a receiver, heard of while mail is routed.
final class MxSetsTest {
    private static final DnsName SHOP = DnsName.of("shop.example").orElseThrow();

    private final List<String> told = new ArrayList<>();
    private String zone = "";
    private long now;
    private final Resolver network =
            new Resolver() {
                @Override
                public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
                    try {
                        return ZoneResolver.parse(zone).ask(type, name, patience);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
    private MxSets sets = new MxSets(network, () -> now);

    private void ask(String... hosts) {
        zone = "";
        for (var host : hosts) {
            zone += "shop.example. MX 10 " + host + ".example.\n";
        }
        ask();
    }

    private void ask() {
        now += Duration.ofMinutes(5).toNanos();
        assertThat(sets.ask(RecordType.MX, SHOP, Duration.ofSeconds(1))).isNotNull();
    }

    private void listen() {
        sets.tell(change -> told.add(change.act() + ": " + change.words()));
    }

    @Test
    void otherHostsAreToldOnceTheyWereSeenTwice() {
        listen();
        ask("mx1", "mx2");
        ask("mx2", "mx1");
        ask("mx3");
        assertThat(told).isEmpty();
        ask("mx3");
        ask("mx3");

        assertThat(told)
                .containsExactly(
                        "DNS change: MX of shop.example: now mx3.example; before mx1.example, mx2.example");
    }

    @Test
    void hostsThatAreGoneAreToldAndAFailureIsNot() {
        listen();
        ask("mx1");
        zone = ";! failing shop.example\n";
        ask();
        ask();
        assertThat(told).isEmpty();
        zone = "";
        ask();
        ask();

        assertThat(told)
                .containsExactly("DNS change: MX of shop.example: now none; before mx1.example");
    }

    @Test
    void ofHostsThatChangeAllTheTimeItIsToldOnceAnHour() {
        listen();
        ask("mx1");
        for (int i = 0; i < 4; i++) {
            ask("mx2");
            ask("mx2");
            ask("mx1");
            ask("mx1");
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void anotherResolverGoesOnWithWhatWasHeard() {
        listen();
        ask("mx1");
        ask("mx2");
        var before = sets;
        sets = new MxSets(network, () -> now);
        sets.goOnWith(before);
        ask("mx2");

        assertThat(told).hasSize(1);
    }
}
