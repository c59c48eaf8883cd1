package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.meaning.verdict.Judge;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Site;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;

/// A receiver that says 421 to the next message on a connection that has carried some. One connection stands at a time.
@Timeout(120)
final class KeptConnectionTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));
    private static final int MESSAGES = 12;
    private static final int A_CONNECTION = 3;

    private final AtomicInteger carried = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private String ends(String words, String command) {
        if (command.equals("connect")) {
            carried.set(0);
        }
        if (!command.startsWith("MAIL") || carried.incrementAndGet() <= A_CONNECTION) {
            return "";
        }
        refused.incrementAndGet();
        return words;
    }

    private static Ways to(int port) throws Exception {
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var host = new MxHost("mx", "mx", List.of(address), false);
        var route =
                new Route.Reachable(
                        "shop.test",
                        List.of(new Route.Group(0, List.of(host))),
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

    static LaneLimits oneConnection() {
        var usual = LaneLimits.UNKNOWN;
        return new LaneLimits(
                OptionalInt.of(1),
                usual.messagesPerConnection(),
                usual.recipientsPerMessage(),
                usual.messagesPerHour());
    }

    /// One host of a site, by the law of pace.
    static Dispatch dispatch(int port, LaneLimits limits, LongSupplier ticker) throws Exception {
        var knowledge = Knowledge.shipped();
        return new Dispatch(
                to(port),
                (way, source) ->
                        new Law(
                                new Site(),
                                () -> limits,
                                ReceiverPrior.UNKNOWN,
                                Conduct.ACTS,
                                new Random(1)),
                knowledge.providers(),
                () -> new Judge(knowledge.rules()),
                DeliverySettings::defaults,
                TlsMeans.usual(InstantSource.system(), ticker),
                new TlsCounts(100, 100),
                (pool, site, closed, other) -> {},
                ticker,
                new Random(1));
    }

    private List<WaitingMail.Told> sent(String words, int messages) throws Exception {
        try (var host = LoopbackHost.answering((name, command) -> ends(words, command));
                var dispatch = dispatch(host.port(), oneConnection(), System::nanoTime)) {
            var mail = new WaitingMail("shop.test", "stream", Pool.of(US), US, messages);
            dispatch.ready(mail);
            return mail.allTold();
        }
    }

    private static boolean isTaken(WaitingMail.Told told) {
        return told.settled().outcome() instanceof Outcome.Accepted;
    }

    @Test
    void howManyMessagesAConnectionCarriesIsLearntFromItsEndAndNoMessageHearsOfIt()
            throws Exception {
        var told = sent("421 4.7.0 Too many messages on this connection, open another", MESSAGES);

        assertThat(told).allMatch(KeptConnectionTest::isTaken);
        assertThat(refused).hasValue(1);
    }

    @Test
    void soItIsFromTwoEndsWithoutAReason() throws Exception {
        var told = sent("421 4.7.0 Try again later, closing connection", MESSAGES);

        assertThat(told).allMatch(KeptConnectionTest::isTaken);
        assertThat(refused).hasValue(2);
    }

    @Test
    void aWordOfOurPaceIsARefusalAtOnce() throws Exception {
        var told =
                sent(
                        "421 4.7.28 Our system has detected an unusual rate of mail from your IP address",
                        A_CONNECTION + 1);

        assertThat(told.subList(0, A_CONNECTION)).allMatch(KeptConnectionTest::isTaken);
        assertThat(isTaken(told.get(A_CONNECTION))).isFalse();
    }
}
