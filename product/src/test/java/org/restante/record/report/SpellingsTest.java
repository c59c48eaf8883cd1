package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

final class SpellingsTest {
    private final NamedAddresses all = new NamedAddresses();
    private final NamedAddresses.Reader named = new NamedAddresses.Reader(all);
    private final Spellings spellings = new Spellings(named);

    /// Counts one refusal by a host, as the intake does; the text does not begin where its array does.
    private void refused(String words, String hop) {
        var row = new LogRow();
        row.clear(Kind.DEFERRED);
        var text = ("host said: " + words).getBytes(StandardCharsets.US_ASCII);
        var address = hop.getBytes(StandardCharsets.US_ASCII);
        row.set(Field.TEXT, text, 11, text.length);
        row.set(Field.MX_IP, address, 0, address.length);
        long spelling = words.hashCode();
        int known = spellings.find(spelling);
        if (known < 0) {
            known = spellings.enter(spelling, 7, text, 11, text.length);
        }
        assertThat(spellings.group(known)).isEqualTo(7);
        named.count(spellings.address(known, row, "Example"));
        named.handOver();
    }

    @Test
    void theAddressARefusalNamesIsCountedWhateverHostSaidIt() {
        refused("421 too much mail from 192.0.2.7, see 198.51.100.1", "203.0.113.1");
        refused("421 too much mail from 192.0.2.7, see 198.51.100.1", "203.0.113.2");

        assertThat(all.mostNamed(9)).containsExactly(new NamedAddress("192.0.2.7", "Example", 2));
    }

    @Test
    void theNextHopsOwnAddressIsNotTheOneNamedThoughAnotherHostSaidTheSame() {
        refused("450 at 203.0.113.1: 192.0.2.7 waits", "203.0.113.9");
        refused("450 at 203.0.113.1: 192.0.2.7 waits", "203.0.113.1");

        assertThat(all.mostNamed(9))
                .containsExactlyInAnyOrder(
                        new NamedAddress("203.0.113.1", "Example", 1),
                        new NamedAddress("192.0.2.7", "Example", 1));
    }

    @Test
    void aRefusalThatNamesNobodyCountsForNobody() {
        refused("421 4.7.0 come back later", "203.0.113.1");

        assertThat(all.mostNamed(9)).isEmpty();
    }
}
