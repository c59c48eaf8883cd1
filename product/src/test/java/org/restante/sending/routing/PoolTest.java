package org.restante.sending.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.dns.AddressText;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;

final class PoolTest {
    private static final Source A = Source.unbound("a", new Domain("a.example"));
    private static final Source B = Source.unbound("b", new Domain("b.example"));
    private static final Source C = Source.unbound("c", new Domain("c.example"));
    private static final int DRAWS = 20_000;

    private static Pool pool(int a, int b, int c, boolean mayHop) {
        return new Pool(
                "pool",
                List.of(new Pool.Member(A, a), new Pool.Member(B, b), new Pool.Member(C, c)),
                mayHop);
    }

    /// `C` closed, `-` absent, anything else open; one letter a source.
    private static Function<Source, Standing> standing(String letters) {
        return source ->
                switch (letters.charAt(source.name().charAt(0) - 'a')) {
                    case 'C' -> Standing.CLOSED;
                    case '-' -> Standing.ABSENT;
                    default -> Standing.OPEN;
                };
    }

    private static String told(Choice choice) {
        return switch (choice) {
            case Choice.Sends(var source) -> source.name();
            case Choice.Waits(var closed) -> closed.name() + " waits";
            case Choice.StepsIn(var source, var closed) -> source.name() + " for " + closed.name();
            case Choice.NoSource() -> "none";
        };
    }

    private static Map<String, Integer> percent(java.util.function.LongFunction<Choice> draw) {
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(told(draw.apply(i)), 1, Integer::sum);
        }
        counts.replaceAll((_, count) -> Math.round(count * 100f / DRAWS));
        return counts;
    }

    /// Weights, standings, and what of a hundred mails becomes of each choice, within one percent.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 1 2|OOO|a=25 b=25 c=50",
                "1 0 3|OOO|a=25 c=75",
                "0 0 0|OOO|none=100",
                "1 1 2|OOC|a=25 b=25 c waits=50",
                "1 1 2|CCC|a waits=25 b waits=25 c waits=50",
                "1 1 2|OO-|a=50 b=50",
                "1 1 2|-O-|b=100",
                "1 1 2|---|none=100",
                "1 1 2|C--|a waits=100",
                "1 1 2|CO-|a waits=50 b=50",
                "90 9 1|OOO|a=90 b=9 c=1"
            })
    void theShareOfAClosedSourceIsNobodyElses(String weights, String letters, String shares) {
        var weight = weights.split(" ");
        var pool =
                pool(
                        Integer.parseInt(weight[0]),
                        Integer.parseInt(weight[1]),
                        Integer.parseInt(weight[2]),
                        false);
        var random = new Random(3);
        var drawn = percent(_ -> pool.choose(random, standing(letters)));
        var keyed = percent(key -> pool.chooseFor(key, standing(letters)));

        for (var got : List.of(drawn, keyed)) {
            var expected = expected(shares);
            assertThat(got.keySet()).isEqualTo(expected.keySet());
            expected.forEach((who, share) ->
                    assertThat(got.get(who)).as(who).isBetween(share - 1, share + 1));
        }
    }

    private static Map<String, Integer> expected(String shares) {
        var expected = new HashMap<String, Integer>();
        for (var share : shares.split(" (?=[abcn][ =])")) {
            int equals = share.indexOf('=');
            expected.put(share.substring(0, equals), Integer.valueOf(share.substring(equals + 1)));
        }
        return expected;
    }

    @Test
    void anotherStepsInOnlyWhereTheOperatorAllowsIt() {
        var random = new Random(3);

        assertThat(percent(_ -> pool(1, 1, 2, true).choose(random, standing("OOC"))).keySet())
                .containsExactlyInAnyOrder("a", "b", "a for c", "b for c");
        assertThat(percent(_ -> pool(1, 1, 2, true).choose(random, standing("CCC"))).keySet())
                .containsExactlyInAnyOrder("a waits", "b waits", "c waits");
    }

    @Test
    void theSameKeyDrawsTheSameSourceAndOnlyALostSharesMoves() {
        var pool = pool(1, 1, 2, false);
        for (long key = 0; key < 2_000; key++) {
            var before = told(pool.chooseFor(key, standing("OOO")));
            var after = told(pool.chooseFor(key, standing("O-O")));
            assertThat(told(pool.chooseFor(key, standing("OOO")))).isEqualTo(before);
            if (!before.equals("b")) {
                assertThat(after).isEqualTo(before);
            }
        }
    }

    @Test
    void aDrawWithTheSameChanceIsTheSame() {
        assertThat(pool(1, 1, 2, false).choose(new Random(9), standing("OOO")))
                .isEqualTo(pool(1, 1, 2, false).choose(new Random(9), standing("OOO")));
    }

    @Test
    void aPoolHasSourcesEachOnce() {
        assertThatThrownBy(() -> new Pool("p", List.of(), false)).hasMessageContaining("each once");
        assertThatThrownBy(() ->
                        new Pool("p", List.of(new Pool.Member(A, 1), new Pool.Member(A, 1)), false))
                .hasMessageContaining("each once");
        assertThatThrownBy(() -> new Pool.Member(A, -1)).hasMessageContaining("from 0");
        assertThat(told(Pool.of(A).choose(new Random(1), standing("OOO")))).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        ",,BOTH,,",
        "192.0.2.1,,IPV4,192.0.2.1,",
        ",2001:db8::1,IPV6,,2001:db8:0:0:0:0:0:1",
        "192.0.2.1,2001:db8::1,BOTH,192.0.2.1,2001:db8:0:0:0:0:0:1"
    })
    void aSourceReachesTheFamiliesOfItsAddresses(
            String v4, String v6, Families families, String bind4, String bind6) {
        var source =
                new Source(
                        "s",
                        v4 == null ? null : (Inet4Address) AddressText.of(v4).orElseThrow(),
                        v6 == null ? null : (Inet6Address) AddressText.of(v6).orElseThrow(),
                        new Domain("mail.example"));

        assertThat(source.families()).isEqualTo(families);
        assertThat(
                        source.bindFor(AddressText.of("198.51.100.1").orElseThrow())
                                .map(ip -> ip.getHostAddress())
                                .orElse(null))
                .isEqualTo(bind4);
        assertThat(
                        source.bindFor(AddressText.of("2001:db8::99").orElseThrow())
                                .map(ip -> ip.getHostAddress())
                                .orElse(null))
                .isEqualTo(bind6);
    }
}
