package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Judge;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.StaticPace;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;

/// A site none of whose hosts can be spoken with is the lane's trouble, not the messages' (DESIGN §2.2, §7).
@Timeout(30)
final class OutageTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));

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
        var knowledge = Knowledge.shipped();
        return new Dispatch(
                ways,
                (way, source) -> new StaticPace(LaneLimits.UNKNOWN),
                knowledge.providers(),
                () -> new Judge(knowledge.rules()),
                DeliverySettings::defaults,
                TlsMeans.usual(InstantSource.system(), System::nanoTime),
                new TlsCounts(100, 100),
                (pool, site, closed, other) -> {},
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

    @Test
    void whereOneHostAnswersItTakesTheMail() throws Exception {
        try (var host = LoopbackHost.plain();
                var dispatch = dispatch(to(host.port(), NOBODY, HERE))) {
            assertThat(sent(dispatch).outcome()).isInstanceOf(Outcome.Accepted.class);
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
}
