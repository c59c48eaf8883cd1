package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ZoneResolverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ZoneResolver ZONE =
            zone(
                    """
                    $TTL 600
                    $ORIGIN example.test.
                    @        IN SOA ns hostmaster 1 3600 600 86400 120
                    @        IN MX  10 mx1
                    @        IN MX  20 mx2
                    @        IN TXT "v=spf1 " "-all"
                    mx1      60 IN A 192.0.2.1
                    mx1      IN AAAA 2001:db8::1
                    mx2      IN CNAME mx1
                    www      300 IN CNAME far.other.test.
                    to-gone  IN CNAME gone
                    ring1    IN CNAME ring2
                    ring2    IN CNAME ring1
                    self     IN CNAME self
                    a.b.c    IN A 192.0.2.7
                    *.wild   IN A 192.0.2.9
                    *.wild   IN MX 5 mx1
                    real.wild IN TXT "here"
                    _25._tcp.mx1 IN TLSA 3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
                    null     IN MX 0 .
                    odd      IN MX 10 m\\032x
                    $ORIGIN other.test.
                    far      IN MX 1 mx.other.test.
                    1.2.0.192.in-addr.arpa. IN PTR mx1.example.test.
                    ;! signed example.test
                    ;! failing broken.test
                    ;! failing late.test timeout
                    ;! failing forged.test bogus
                    ;! slow slow.test 7s
                    slow.test. IN A 192.0.2.77
                    """);

    private static ZoneResolver zone(String text) {
        try {
            return ZoneResolver.parse(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static <T> String said(Answer<T> answer) {
        return switch (answer) {
            case Answer.Found<T> found ->
                    found.records().stream()
                                    .map(record ->
                                            record instanceof InetAddress ip
                                                    ? ip.getHostAddress()
                                                    : record.toString())
                                    .collect(Collectors.joining(" "))
                            + " @"
                            + found.owner()
                            + (found.secure() ? " secure" : "")
                            + " "
                            + found.ttl().toSeconds();
            case Answer.NoRecords<T> none ->
                    "no records @" + none.owner() + (none.secure() ? " secure" : "");
            case Answer.NoSuchName<T> none ->
                    "no such name @" + none.owner() + (none.secure() ? " secure" : "");
            case Answer.Failed<T> failed -> "failed " + failed.failure();
        };
    }

    private static <T> Answer<T> ask(RecordType<T> type, String name) {
        return ZONE.ask(type, DnsName.of(name).orElseThrow(), PATIENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "mx1.example.test,192.0.2.1 @mx1.example.test secure 60",
        "MX1.EXAMPLE.TEST.,192.0.2.1 @mx1.example.test secure 60",
        "mx2.example.test,192.0.2.1 @mx1.example.test secure 60",
        "www.example.test,no records @far.other.test",
        "example.test,no records @example.test secure",
        "gone.example.test,no such name @gone.example.test secure",
        "to-gone.example.test,no such name @gone.example.test secure",
        "ring1.example.test,failed LOOP",
        "self.example.test,failed LOOP",
        "b.c.example.test,no records @b.c.example.test secure",
        "x.b.c.example.test,no such name @x.b.c.example.test secure",
        "any.wild.example.test,192.0.2.9 @any.wild.example.test secure 600",
        "more.any.wild.example.test,192.0.2.9 @more.any.wild.example.test secure 600",
        "real.wild.example.test,no records @real.wild.example.test secure",
        "below.real.wild.example.test,no such name @below.real.wild.example.test secure",
        "wild.example.test,no records @wild.example.test secure",
        "nowhere.invalid,no such name @nowhere.invalid",
        "broken.test,failed SERVER_FAILURE",
        "below.broken.test,failed SERVER_FAILURE",
        "late.test,failed TIMEOUT",
        "forged.test,failed BOGUS",
        "slow.test,failed TIMEOUT",
        ".,no records @."
    })
    void addressesAreAnswered(String name, String answer) {
        assertThat(said(ask(RecordType.A, name))).isEqualTo(answer);
    }

    @Test
    void whoHasPatienceGetsTheSlowAnswer() {
        var answer =
                ZONE.ask(
                        RecordType.A, DnsName.of("slow.test").orElseThrow(), Duration.ofSeconds(8));

        assertThat(said(answer)).isEqualTo("192.0.2.77 @slow.test 600");
    }

    @Test
    void everyTypeBecomesItsValue() throws Exception {
        assertThat(ask(RecordType.AAAA, "mx1.example.test"))
                .isEqualTo(
                        new Answer.Found<>(
                                DnsName.of("mx1.example.test").orElseThrow(),
                                List.of(),
                                List.of(InetAddress.getByName("2001:db8::1")),
                                Duration.ofSeconds(600),
                                true,
                                false));
        assertThat(said(ask(RecordType.MX, "example.test")))
                .contains("preference=10, host=mx1.example.test")
                .contains("preference=20, host=mx2.example.test");
        assertThat(said(ask(RecordType.MX, "null.example.test"))).contains("preference=0, host=.]");
        assertThat(said(ask(RecordType.MX, "odd.example.test")))
                .contains("host=m\\032x.example.test]");
        assertThat(said(ask(RecordType.PTR, "1.2.0.192.in-addr.arpa")))
                .startsWith("mx1.example.test ");
        assertThat(said(ask(RecordType.TLSA, "_25._tcp.mx1.example.test")))
                .startsWith("3 1 1 0011223344556677");
        assertThat(
                        ((Answer.Found<Text>) ask(RecordType.TXT, "example.test"))
                                .records()
                                .getFirst()
                                .joined())
                .isEqualTo("v=spf1 -all");
    }

    @Test
    void anAliasIsFollowedAndTold() {
        var answer = (Answer.Found<MailExchange>) ask(RecordType.MX, "www.example.test");

        assertThat(answer.aliases()).containsExactly(DnsName.of("www.example.test").orElseThrow());
        assertThat(answer.owner()).hasToString("far.other.test");
        assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(300));
        assertThat(answer.secure()).as("the second half of the way is not signed").isFalse();
    }

    @Test
    void anAliasThatIsAskedForItselfIsNotFollowed() {
        assertThat(said(ask(RecordType.CNAME, "www.example.test")))
                .startsWith("far.other.test @www.example.test");
    }

    @Test
    void aLongChainOfAliasesIsGivenUp() {
        var chain =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "c" + i + ".test. IN CNAME c" + (i + 1) + ".test.\n")
                        .collect(Collectors.joining());
        var zone = zone(chain + "c1000.test. IN A 192.0.2.1\n");

        assertThat(said(zone.ask(RecordType.A, DnsName.of("c0.test").orElseThrow(), PATIENCE)))
                .isEqualTo("failed LOOP");
        assertThat(said(zone.ask(RecordType.A, DnsName.of("c990.test").orElseThrow(), PATIENCE)))
                .startsWith("192.0.2.1 @c1000.test");
    }

    @Test
    void noneIsKeptForAsLongAsTheSoaSays() {
        assertThat(ask(RecordType.A, "gone.example.test"))
                .isEqualTo(
                        new Answer.NoSuchName<InetAddress>(
                                DnsName.of("gone.example.test").orElseThrow(),
                                List.of(),
                                Duration.ofSeconds(120),
                                true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.test. IN MX ten mx",
                "example.test. IN A 300.1.1.1",
                ";! failing",
                ";! failing a.test sometimes",
                ";! slow a.test soon",
                ";! haunted a.test",
                "$INCLUDE /etc/passwd"
            })
    void aFileThatIsNoZoneIsRefusedWithALine(String text) {
        assertThatThrownBy(() -> ZoneResolver.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void addressesOfSeveralHostsAreAskedForTogether() {
        var hosts =
                List.of(
                                "mx1.example.test",
                                "mx2.example.test",
                                "gone.example.test",
                                "broken.test",
                                "far.other.test")
                        .stream()
                        .map(name -> DnsName.of(name).orElseThrow())
                        .toList();

        assertThat(new AddressLookup(ZONE).of(hosts, Families.BOTH, PATIENCE))
                .extracting(ZoneResolverTest::said)
                .containsExactly(
                        "192.0.2.1 2001:db8:0:0:0:0:0:1 @mx1.example.test secure 60",
                        "192.0.2.1 2001:db8:0:0:0:0:0:1 @mx1.example.test secure 60",
                        "no such name @gone.example.test secure",
                        "failed SERVER_FAILURE",
                        "no records @far.other.test");
        assertThat(new AddressLookup(ZONE).of(hosts.subList(0, 1), Families.IPV6, PATIENCE))
                .extracting(ZoneResolverTest::said)
                .containsExactly("2001:db8:0:0:0:0:0:1 @mx1.example.test secure 600");
    }
}
