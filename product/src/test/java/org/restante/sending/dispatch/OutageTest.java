package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Permanence;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.StaticPace;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;

/// A site none of whose hosts can be spoken with is the lane's trouble, not the messages' (DESIGN §2.2, §7).
@Timeout(120)
final class OutageTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));

    private static final LaneOrder PAUSE =
            new LaneOrder(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    OptionalInt.empty(),
                    OptionalInt.empty());

    /// Nobody listens there.
    private static final byte[] NOBODY = {127, 0, 0, 7};

    private static final byte[] HERE = {127, 0, 0, 1};

    /// Hosts of falling preference.
    private static Ways to(int port, byte[]... addresses) throws Exception {
        var groups = new ArrayList<Route.Group>();
        for (var address : addresses) {
            var name = "mx" + groups.size() + ".shop.test";
            var host = new MxHost(name, name, List.of(InetAddress.getByAddress(address)), false);
            groups.add(new Route.Group(groups.size(), List.of(host)));
        }
        return to(port, groups);
    }

    private static Ways to(int port, List<Route.Group> groups) {
        var route =
                new Route.Reachable(
                        "shop.test",
                        groups,
                        port,
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ofHours(1),
                        List.of());
        return new Ways() {
            @Override
            public Way of(String domain, Families families) {
                return new Way.Open(domain, route, null);
            }

            @Override
            public Demand demand(String domain, Route.Reachable way, Target target) {
                return new Demand.Opportunistic("nobody asks");
            }
        };
    }

    private static Dispatch dispatch(Ways ways) {
        return dispatch(ways, (pool, site, closed, other) -> {});
    }

    private static Dispatch dispatch(Ways ways, Hops hops) {
        var knowledge = Knowledge.shipped();
        return new Dispatch(
                ways,
                (way, source) -> new StaticPace(LaneLimits.UNKNOWN),
                knowledge.providers(),
                () -> new Judge(knowledge.rules()),
                DeliverySettings::defaults,
                TlsMeans.usual(InstantSource.system(), System::nanoTime),
                new TlsCounts(100, 100),
                hops,
                System::nanoTime,
                new Random(1));
    }

    private static Settled sent(Dispatch dispatch) throws Exception {
        var mail = WaitingMail.one("shop.test", US);
        dispatch.ready(mail);
        return mail.allTold().getFirst().settled();
    }

    private static void assertIsClosed(Dispatch dispatch) {
        assertThat(dispatch.lanes())
                .singleElement()
                .satisfies(lane -> assertThat(lane.isClosed()).isTrue());
    }

    @Test
    void whereNobodyAnswersNoAttemptIsSpentAndTheLaneCloses() throws Exception {
        int port;
        try (var host = LoopbackHost.plain()) {
            port = host.port();
        }
        try (var dispatch = dispatch(to(port, NOBODY, HERE))) {
            var settled = sent(dispatch);

            assertThat(settled.outcome()).isInstanceOf(Outcome.Broken.class);
            assertThat(settled.spendsAttempt()).isFalse();
            assertIsClosed(dispatch);
        }
    }

    @Test
    void aHostOutOfServiceAtItsGreetingIsPassedOver() throws Exception {
        try (var host =
                        LoopbackHost.answering((name, command) ->
                                command.equals("connect")
                                        ? "421 4.3.2 Service not available, closing channel"
                                        : "");
                var dispatch = dispatch(to(host.port(), HERE, NOBODY))) {
            var settled = sent(dispatch);

            assertThat(settled.spendsAttempt()).isFalse();
            assertIsClosed(dispatch);
        }
    }

    @Test
    void whereEveryHostIsOutOfServiceTheReplyIsKept() throws Exception {
        var reply = "421 4.3.2 Service not available, closing channel";
        try (var host =
                        LoopbackHost.answering(
                                (name, command) -> command.equals("connect") ? reply : "");
                var dispatch = dispatch(to(host.port(), HERE))) {
            var settled = sent(dispatch);

            assertThat(settled.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.stage()).isEqualTo(Stage.GREETING));
            assertThat(settled.spendsAttempt()).isFalse();
            assertIsClosed(dispatch);
        }
    }

    private static BinaryOperator<String> says(String at, String words) {
        return (name, command) -> command.startsWith(at) ? words : "";
    }

    /// RFC 5321 §3.1 has a host say 554 in place of a greeting that it takes no mail; what hosts say there is of no message.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "554 5.7.1 go away",
                "554 5.3.0 Local configuration error",
                "554 SMTP synchronization error",
                "554 Maintenance in progress",
                "550 Server is overloaded",
                "500 5.5.2 Error",
                "556 5.1.10 Recipient address has null MX",
                "550 5.1.1 User unknown",
                "521 mx.shop.test does not accept mail"
            })
    void whatIsRefusedForGoodAtTheGreetingEndsNoMessage(String words) throws Exception {
        for (var at : List.of("connect", "EHLO")) {
            try (var host =
                            LoopbackHost.answering((name, command) ->
                                    command.startsWith(at)
                                                    || at.equals("EHLO")
                                                            && command.startsWith("HELO")
                                            ? words
                                            : "");
                    var dispatch = dispatch(to(host.port(), HERE))) {
                var verdict = Objects.requireNonNull(sent(dispatch).verdict());

                assertThat(verdict.effective()).isEqualTo(Permanence.TEMPORARY);
                assertThat(verdict.signalled()).isEqualTo(Permanence.PERMANENT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "554 SMTP service not available here",
                "554 5.7.1 Your address 203.0.113.10 is listed at zen.spamhaus.org"
            })
    void aHostThatTakesNothingFromUsIsPassedOverForItsSibling(String words) throws Exception {
        try (var first = LoopbackHost.answering(says("connect", words));
                var second = LoopbackHost.beside(first, BAD, says("nothing", ""));
                var dispatch = dispatch(to(first.port(), HERE, BAD))) {
            assertThat(sent(dispatch).outcome()).isInstanceOf(Outcome.Accepted.class);
            assertThat(second.messages()).isEqualTo(1);
        }
    }

    @Test
    void aBlockIsAskedOfTwoHostsOfASiteAndNotOfAll() throws Exception {
        var asked = new AtomicInteger();
        BinaryOperator<String> blocks =
                (name, command) -> {
                    asked.incrementAndGet();
                    return "554 5.7.1 Your address 203.0.113.10 is listed at zen.spamhaus.org";
                };
        try (var first = LoopbackHost.answering(blocks);
                var second = LoopbackHost.beside(first, BAD, blocks);
                var third = LoopbackHost.beside(first, NOBODY, blocks);
                var dispatch = dispatch(to(first.port(), HERE, BAD, NOBODY))) {
            assertThat(sent(dispatch).spendsAttempt()).isFalse();
            assertThat(asked).hasValue(2);
            assertIsClosed(dispatch);
        }
    }

    @Test
    void whereOneHostAnswersItTakesTheMail() throws Exception {
        try (var host = LoopbackHost.plain();
                var dispatch = dispatch(to(host.port(), NOBODY, HERE))) {
            assertThat(sent(dispatch).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    /// What people are told of hosts.
    private static final class Told implements Hops {
        private final List<String> words = new CopyOnWriteArrayList<>();

        @Override
        public void stepsIn(Pool pool, String site, Source closed, Source other) {}

        @Override
        public void setsAside(
                String site, @Nullable String provider, Target host, String why, Duration aside) {
            words.add(host.host().name() + " " + aside.toSeconds() + " s: " + why);
        }

        @Override
        public void servesAgain(String site, @Nullable String provider, Target host) {
            words.add(host.host().name() + " again");
        }
    }

    @Test
    void aHostThatIsSetAsideWhileAnotherServesIsToldOf() throws Exception {
        var told = new Told();
        try (var host = LoopbackHost.plain();
                var dispatch = dispatch(to(host.port(), NOBODY, HERE), told)) {
            sent(dispatch);

            assertThat(told.words)
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("mx0.shop.test 60 s: broke off at connect (refused");
        }
    }

    @Test
    void ofAHostThatIsAloneTheMailTells() throws Exception {
        var told = new Told();
        int port;
        try (var host = LoopbackHost.plain()) {
            port = host.port();
        }
        try (var dispatch = dispatch(to(port, HERE), told)) {
            sent(dispatch);

            assertThat(told.words).isEmpty();
        }
    }

    @Test
    void whatAHostThatCanBeSpokenWithSaysIsTheMessagesOwn() throws Exception {
        try (var host =
                        LoopbackHost.answering((name, command) ->
                                command.startsWith("MAIL")
                                        ? "451 4.3.0 Mail server temporarily rejected message"
                                        : "");
                var dispatch = dispatch(to(host.port(), HERE))) {
            assertThat(sent(dispatch).spendsAttempt()).isTrue();
        }
    }

    /// Left out, it would be sent again as soon as the server starts, and might come twice.
    @Test
    void mailWhoseHostHasNotAnsweredWhenTheServerStopsCountsAsTried() throws Exception {
        var isThere = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        BinaryOperator<String> slow =
                (name, command) -> {
                    if (command.equals(".")) {
                        isThere.countDown();
                        awaits(stopped);
                    }
                    return "";
                };
        try (var host = LoopbackHost.answering(slow);
                var dispatch = dispatch(to(host.port(), HERE))) {
            var mail = WaitingMail.one("shop.test", US);
            dispatch.ready(mail);
            awaits(isThere);
            dispatch.close();

            assertThat(dispatch.giveUp()).isEqualTo(1);

            var settled = mail.allTold().getFirst().settled();
            assertThat(settled.spendsAttempt()).isTrue();
            assertThat(settled.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Broken.class,
                            broken -> assertThat(broken.stage()).isEqualTo(Stage.CONTENT));
        } finally {
            stopped.countDown();
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing for a minute");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A host of no use beside a good one of the same preference, at the same port.
    private static final byte[] BAD = {127, 0, 0, 8};

    private static Ways toEquals(int port) throws Exception {
        var hosts = new ArrayList<MxHost>();
        for (var address : List.of(HERE, BAD)) {
            var name = "mx" + hosts.size() + ".shop.test";
            hosts.add(new MxHost(name, name, List.of(InetAddress.getByAddress(address)), false));
        }
        return to(port, List.of(new Route.Group(0, hosts)));
    }

    /// Says this to each that connects, and goes.
    private static Thread says(ServerSocket bad, String words, AtomicInteger connected) {
        return Thread.ofVirtual()
                .start(() -> {
                    while (!bad.isClosed()) {
                        try (var socket = bad.accept()) {
                            connected.incrementAndGet();
                            socket.getOutputStream()
                                    .write(words.getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            // Its end, or the other side is gone.
                        }
                    }
                });
    }

    private static void assertIsLeftAlone(String words) throws Exception {
        var connected = new AtomicInteger();
        try (var good = LoopbackHost.plain();
                var bad = new ServerSocket(good.port(), 50, InetAddress.getByAddress(BAD));
                var dispatch = dispatch(toEquals(good.port()))) {
            says(bad, words, connected);
            for (int i = 0; i < 6; i++) {
                var mail = new WaitingMail("shop.test", "stream" + i, Pool.of(US), US, 10);
                dispatch.ready(mail);
                assertThat(mail.allTold())
                        .hasSize(10)
                        .allSatisfy(told ->
                                assertThat(told.settled().outcome())
                                        .isInstanceOf(Outcome.Accepted.class));
                forgetConnections(dispatch);
            }
            assertThat(connected.get()).isBetween(1, 5);
            assertThat(dispatch.lanes())
                    .singleElement()
                    .satisfies(lane -> assertThat(lane.isClosed()).isFalse());
        }
    }

    /// Sessions end, so that hosts are chosen anew.
    private static void forgetConnections(Dispatch dispatch) throws InterruptedException {
        dispatch.order(List.of(PAUSE));
        while (dispatch.sessions() > 0) {
            Thread.sleep(5);
        }
        dispatch.order(List.of());
    }

    @Test
    void aSilentHostAmongGoodOnesCostsAConnectionOfEachSessionAndNoMail() throws Exception {
        assertIsLeftAlone("");
    }

    @Test
    void aHostOutOfServiceAmongGoodOnesCostsTwoConnectionsAndNoMail() throws Exception {
        assertIsLeftAlone("421 4.3.2 Service not available, closing channel\r\n");
    }
}
