package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

final class NetworkResolverTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// For a try that is to be answered.
    private static final Duration ONE_TRY = Duration.ofSeconds(30);

    /// For a try that nobody answers.
    private static final Duration SHORT = Duration.ofMillis(150);

    private static final InstantSource TIME =
            InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    private static final Name HOST = Name.fromConstantString("mx.example.test.");

    private static Resolver asking(Dnssec dnssec, int tries, ScriptedDnsServer... servers) {
        return asking(ONE_TRY, dnssec, tries, servers);
    }

    private static Resolver asking(
            Duration forOneTry, Dnssec dnssec, int tries, ScriptedDnsServer... servers) {
        var addresses = Arrays.stream(servers).map(ScriptedDnsServer::address).toList();
        return new NetworkResolver(
                new NetworkResolver.Manner(addresses, dnssec, forOneTry, tries),
                TIME,
                System::nanoTime);
    }

    private static <T> Answer<T> ask(Resolver resolver, RecordType<T> type, String name) {
        return resolver.ask(type, DnsName.of(name).orElseThrow(), PATIENCE);
    }

    private static Record address(Name owner, int ttl) {
        return new ARecord(owner, DClass.IN, ttl, new byte[] {(byte) 192, 0, 2, 1});
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }

    private static Record alias(String from, String to) {
        return new CNAMERecord(name(from), DClass.IN, 300, name(to));
    }

    private static Record soa() {
        return new SOARecord(
                name("example.test."), DClass.IN, 900, name("ns."), name("h."), 1, 2, 3, 4, 120);
    }

    private static Answer<InetAddress> answerTo(ScriptedDnsServer.Script script) throws Exception {
        try (var server = new ScriptedDnsServer(script)) {
            return ask(asking(Dnssec.TRUSTED_SERVER, 2, server), RecordType.A, "mx.example.test");
        }
    }

    private static Failure failureOf(ScriptedDnsServer.Script script) throws Exception {
        return answerTo(script) instanceof Answer.Failed<InetAddress> failed
                ? failed.failure()
                : null;
    }

    @Test
    void recordsComeWithTheirTtl() throws Exception {
        assertThat(answerTo((query, _) -> ScriptedDnsServer.answer(query, address(HOST, 300))))
                .isEqualTo(
                        new Answer.Found<>(
                                DnsName.of("mx.example.test").orElseThrow(),
                                List.of(),
                                List.of(InetAddress.getByName("192.0.2.1")),
                                Duration.ofSeconds(300),
                                false,
                                false));
    }

    @ParameterizedTest
    @CsvSource({"TRUSTED_SERVER,true", "OFF,false"})
    void theWordOfTheServerCountsOnlyWhereItIsTrusted(Dnssec dnssec, boolean secure)
            throws Exception {
        try (var server =
                new ScriptedDnsServer((query, _) ->
                        ScriptedDnsServer.response(
                                query,
                                response -> {
                                    response.getHeader().setFlag(Flags.AD);
                                    response.addRecord(address(HOST, 60), Section.ANSWER);
                                    return response;
                                }))) {
            var answer =
                    (Answer.Found<InetAddress>)
                            ask(asking(dnssec, 1, server), RecordType.A, "mx.example.test");

            assertThat(answer.secure()).isEqualTo(secure);
        }
    }

    @Test
    void theWordOfAServerElsewhereIsNotTaken() {
        var far = List.of(new InetSocketAddress("192.0.2.53", 53));

        assertThatThrownBy(() -> new NetworkResolver.Manner(far, Dnssec.TRUSTED_SERVER, ONE_TRY, 1))
                .hasMessageContaining("only on loopback");
        assertThat(NetworkResolver.Manner.of(far).dnssec()).isEqualTo(Dnssec.OFF);
        assertThat(
                        NetworkResolver.Manner.of(List.of(new InetSocketAddress("127.0.0.53", 53)))
                                .dnssec())
                .isEqualTo(Dnssec.TRUSTED_SERVER);
    }

    @Test
    void noSuchNameAndNoRecordsAreTwoAnswers() throws Exception {
        assertThat(
                        answerTo((query, _) ->
                                ScriptedDnsServer.response(
                                        query,
                                        response -> {
                                            response.getHeader().setRcode(Rcode.NXDOMAIN);
                                            response.addRecord(soa(), Section.AUTHORITY);
                                            return response;
                                        })))
                .isEqualTo(
                        new Answer.NoSuchName<>(
                                DnsName.of("mx.example.test").orElseThrow(),
                                List.of(),
                                Duration.ofSeconds(120),
                                false));
        assertThat(
                        answerTo((query, _) ->
                                ScriptedDnsServer.response(
                                        query,
                                        response -> {
                                            response.addRecord(soa(), Section.AUTHORITY);
                                            return response;
                                        })))
                .isInstanceOf(Answer.NoRecords.class);
        assertThat(answerTo((query, _) -> ScriptedDnsServer.answer(query)))
                .as("without an SOA")
                .isEqualTo(
                        new Answer.NoRecords<>(
                                DnsName.of("mx.example.test").orElseThrow(),
                                List.of(),
                                Duration.ZERO,
                                false));
    }

    @ParameterizedTest
    @CsvSource({
        "2,SERVER_FAILURE",
        "5,REFUSED",
        "4,REFUSED",
        "9,REFUSED",
        "1,MALFORMED",
        "7,MALFORMED",
        "15,MALFORMED"
    })
    void otherResponseCodesAreFailures(int rcode, Failure failure) throws Exception {
        assertThat(failureOf((query, _) -> ScriptedDnsServer.refusal(query, rcode)))
                .isEqualTo(failure);
    }

    @Test
    void whatTheServerSaysOfAFailureIsTold() throws Exception {
        var answer =
                answerTo((query, _) ->
                        ScriptedDnsServer.response(
                                query,
                                response -> {
                                    response.getHeader().setRcode(Rcode.SERVFAIL);
                                    response.addRecord(
                                            new OPTRecord(
                                                    1232,
                                                    0,
                                                    0,
                                                    0,
                                                    new ExtendedErrorCodeOption(
                                                            7, "signature\r\nexpired")),
                                            Section.ADDITIONAL);
                                    return response;
                                }));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> {
                            assertThat(failed.failure()).isEqualTo(Failure.BOGUS);
                            assertThat(failed.reason())
                                    .contains("signature  expired")
                                    .doesNotContain("\n");
                        });
    }

    @Test
    void aliasesAreFollowedInTheResponse() throws Exception {
        var answer =
                (Answer.Found<InetAddress>)
                        answerTo((query, _) ->
                                ScriptedDnsServer.answer(
                                        query,
                                        address(name("c.test."), 900),
                                        alias("b.test.", "c.test."),
                                        alias("mx.example.test.", "b.test.")));

        assertThat(answer.owner()).hasToString("c.test");
        assertThat(answer.aliases())
                .extracting(DnsName::text)
                .containsExactly("mx.example.test", "b.test");
        assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void anAliasWithoutItsTargetIsAskedAfter() throws Exception {
        var answer =
                (Answer.Found<InetAddress>)
                        answerTo((query, _) ->
                                query.getQuestion().getName().equals(HOST)
                                        ? ScriptedDnsServer.answer(
                                                query, alias("mx.example.test.", "b.test."))
                                        : ScriptedDnsServer.answer(
                                                query, address(name("b.test."), 60)));

        assertThat(answer.aliases()).extracting(DnsName::text).containsExactly("mx.example.test");
        assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void circlesOfAliasesEnd() throws Exception {
        assertThat(
                        failureOf((query, _) ->
                                ScriptedDnsServer.answer(
                                        query,
                                        alias("mx.example.test.", "b.test."),
                                        alias("b.test.", "mx.example.test."))))
                .isEqualTo(Failure.LOOP);
        assertThat(
                        failureOf((query, _) ->
                                ScriptedDnsServer.answer(
                                        query,
                                        new CNAMERecord(
                                                query.getQuestion().getName(),
                                                DClass.IN,
                                                60,
                                                name("x." + query.getQuestion().getName())))))
                .as("each target is an alias again")
                .isEqualTo(Failure.LOOP);
    }

    @Test
    void recordsOfOtherNamesAreNotTaken() throws Exception {
        assertThat(
                        answerTo((query, _) ->
                                ScriptedDnsServer.answer(query, address(name("forged.test."), 60))))
                .isInstanceOf(Answer.NoRecords.class);
    }

    @Test
    void aThousandMxRecordsComeOverTcp() throws Exception {
        var records =
                IntStream.range(0, 1000)
                        .mapToObj(i ->
                                (Record)
                                        new MXRecord(
                                                HOST, DClass.IN, 60, i, name("mx" + i + ".test.")))
                        .toArray(Record[]::new);
        try (var server =
                new ScriptedDnsServer((query, tcp) ->
                        tcp ? ScriptedDnsServer.answer(query, records) : truncated(query))) {
            var answer =
                    (Answer.Found<MailExchange>)
                            ask(asking(Dnssec.OFF, 1, server), RecordType.MX, "mx.example.test");

            assertThat(answer.records()).hasSize(1000);
            assertThat(server.overTcp).hasValue(1);
        }
    }

    private static byte[] truncated(Message query) {
        return ScriptedDnsServer.response(
                query,
                response -> {
                    response.getHeader().setFlag(Flags.TC);
                    return response;
                });
    }

    @Test
    void anOversizeTextIsReadWhole() throws Exception {
        var strings = new ArrayList<String>();
        IntStream.range(0, 240).forEach(_ -> strings.add("x".repeat(255)));
        var text = new TXTRecord(HOST, DClass.IN, 60, strings);
        try (var server =
                new ScriptedDnsServer((query, tcp) ->
                        tcp ? ScriptedDnsServer.answer(query, text) : truncated(query))) {
            var answer =
                    (Answer.Found<Text>)
                            ask(asking(Dnssec.OFF, 1, server), RecordType.TXT, "mx.example.test");

            assertThat(answer.records().getFirst().joined()).hasSize(240 * 255);
        }
    }

    @Test
    void anotherServerIsAskedWhenOneIsSilentOrCannotTell() throws Exception {
        try (var silent = new ScriptedDnsServer((_, _) -> null);
                var unable =
                        new ScriptedDnsServer(
                                (query, _) -> ScriptedDnsServer.serverFailure(query));
                var good =
                        new ScriptedDnsServer(
                                (query, _) -> ScriptedDnsServer.answer(query, address(HOST, 60)))) {
            var resolver = asking(Duration.ofSeconds(2), Dnssec.OFF, 3, silent, unable, good);

            assertThat(ask(resolver, RecordType.A, "mx.example.test"))
                    .isInstanceOf(Answer.Found.class);
            assertThat(ask(resolver, RecordType.A, "mx.example.test"))
                    .isInstanceOf(Answer.Found.class);
            assertThat(silent.overUdp)
                    .as("the one that answered is asked first from then on")
                    .hasValue(1);
            assertThat(good.overUdp).hasValue(2);
        }
    }

    @Test
    void silenceIsATimeout() throws Exception {
        try (var silent = new ScriptedDnsServer((_, _) -> null)) {
            assertThat(
                            ask(
                                    asking(SHORT, Dnssec.TRUSTED_SERVER, 2, silent),
                                    RecordType.A,
                                    "mx.example.test"))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(Failure.TIMEOUT));
        }
    }

    @Test
    void patienceEndsBeforeTheTries() throws Exception {
        try (var silent = new ScriptedDnsServer((_, _) -> null)) {
            var resolver =
                    new NetworkResolver(
                            new NetworkResolver.Manner(
                                    List.of(silent.address()),
                                    Dnssec.OFF,
                                    Duration.ofMinutes(1),
                                    9),
                            TIME,
                            System::nanoTime);
            var answer =
                    resolver.ask(
                            RecordType.A,
                            DnsName.of("mx.example.test").orElseThrow(),
                            Duration.ofMillis(50));

            assertThat(answer)
                    .isEqualTo(
                            new Answer.Failed<>(
                                    Failure.TIMEOUT, "no answer in time to A of mx.example.test"));
        }
    }

    @Test
    void aPortWhereNobodyListensFails() throws Exception {
        var server = new ScriptedDnsServer((_, _) -> null);
        server.close();

        assertThat(ask(asking(Dnssec.OFF, 2, server), RecordType.A, "mx.example.test"))
                .isInstanceOf(Answer.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "11", "12", "20", "40"})
    void garbageIsAFailureAndNoAnswer(int length) throws Exception {
        assertThat(
                        answerTo((query, _) -> {
                            var reply =
                                    Arrays.copyOf(
                                            ScriptedDnsServer.answer(query, address(HOST, 60)),
                                            length);
                            for (int i = 12; i < length; i++) {
                                reply[i] = (byte) 0xc0;
                            }
                            return reply;
                        }))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void anAnswerToAnotherQuestionIsNotTaken() throws Exception {
        assertThat(
                        answerTo((query, _) -> {
                            var other = new Message(query.getHeader().getID());
                            other.getHeader().setFlag(Flags.QR);
                            other.addRecord(
                                    Record.newRecord(
                                            name("other.test."),
                                            query.getQuestion().getType(),
                                            DClass.IN),
                                    Section.QUESTION);
                            other.addRecord(address(name("other.test."), 60), Section.ANSWER);
                            return other.toWire();
                        }))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void aHostWithOddOctetsIsTold() throws Exception {
        try (var server =
                new ScriptedDnsServer((query, _) ->
                        ScriptedDnsServer.answer(
                                query,
                                new MXRecord(
                                        HOST,
                                        DClass.IN,
                                        60,
                                        10,
                                        name("m\\032x\\000\\255.test."))))) {
            var answer =
                    (Answer.Found<MailExchange>)
                            ask(asking(Dnssec.OFF, 1, server), RecordType.MX, "mx.example.test");

            assertThat(answer.records().getFirst().host().text())
                    .isEqualTo("m\\032x\\000\\255.test");
        }
    }
}
