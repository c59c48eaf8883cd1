package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
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

/// A domain that the DNS does not tell of for now is no fault of any recipient's.
@Timeout(120)
final class UnfoundTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final LastWord WHY =
            new LastWord(
                    new Settled(
                            new Outcome.Broken(
                                    org.restante.mail.smtp.Stage.CONNECT, Trouble.DNS, "no answer"),
                            null,
                            false),
                    new Facts("", "shop.test", null, null, null, US, null, null, null));

    private final Unfound<String> unfound = new Unfound<>();
    private final Bucket one = WaitingMail.one("shop.test", US);
    private final Bucket other = WaitingMail.one("shop.test", US);

    @Test
    void aDomainIsAskedForAfterAMinuteAndThenLaterEachTime() {
        long now = 0;
        for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
            assertThat(unfound.failed("shop.test", one, WHY, now)).contains(minutes * MINUTE);
            now += minutes * MINUTE;
            assertThat(unfound.waits("shop.test", other, now - 1)).isTrue();
            assertThat(unfound.waits("shop.test", other, now)).isFalse();
            assertThat(unfound.over("shop.test")).containsExactly(one, other);
        }
        unfound.found("shop.test");
        assertThat(unfound.failed("shop.test", one, WHY, now)).contains(MINUTE);
    }

    @Test
    void whoFindsOutSecondOnlyWaits() {
        unfound.failed("shop.test", one, WHY, 0);

        assertThat(unfound.failed("shop.test", other, WHY, 1)).isEmpty();
        assertThat(unfound.over("shop.test")).containsExactly(one, other);
        assertThat(unfound.over("shop.test")).isEmpty();
    }

    private static Way.Open open(int port) throws Exception {
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var host = new MxHost("mx", "mx", List.of(address), false);
        return new Way.Open(
                "shop.test",
                new Route.Reachable(
                        "site",
                        List.of(new Route.Group(0, List.of(host))),
                        port,
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ZERO,
                        List.of()),
                null);
    }

    private static Dispatch dispatch(AtomicReference<Way> way, AtomicInteger asked) {
        var knowledge = Knowledge.shipped();
        var ways =
                new Ways() {
                    @Override
                    public Way of(String domain, Families families) {
                        asked.incrementAndGet();
                        return way.get();
                    }

                    @Override
                    public Demand demand(String domain, Route.Reachable route, Target target) {
                        return new Demand.Opportunistic("nobody asks");
                    }
                };
        return new Dispatch(
                ways,
                (to, source) -> new StaticPace(LaneLimits.UNKNOWN),
                knowledge.providers(),
                () -> new Judge(knowledge.rules()),
                DeliverySettings::defaults,
                TlsMeans.usual(InstantSource.system(), System::nanoTime),
                new TlsCounts(100, 100),
                (pool, site, closed, other) -> {},
                System::nanoTime,
                new Random(1));
    }

    @Test
    void noAttemptIsSpentAndMailLeavesWhenTheWayIsFound() throws Exception {
        var way = new AtomicReference<Way>(new Way.None(false, "4.4.3", "the DNS did not answer"));
        var asked = new AtomicInteger();
        try (var host = LoopbackHost.plain();
                var dispatch = dispatch(way, asked)) {
            var mail = new WaitingMail("shop.test", "news", Pool.of(US), US, 3);
            dispatch.ready(mail);
            while (mail.told.isEmpty()) {
                Thread.sleep(5);
            }
            for (int i = 0; i < 20; i++) {
                dispatch.ready(mail);
            }

            assertThat(mail.told)
                    .singleElement()
                    .satisfies(told -> {
                        assertThat(told.settled().spendsAttempt()).isFalse();
                        assertThat(told.settled().verdict().cause()).isEqualTo(Cause.DNS);
                    });
            assertThat(mail.waiting()).isEqualTo(3);
            assertThat(asked).hasValue(1);
            assertThat(dispatch.lastWord(mail))
                    .hasValueSatisfying(word ->
                            assertThat(word.settled().verdict().cause()).isEqualTo(Cause.DNS));

            way.set(open(host.port()));
            dispatch.forgetWays();
            while (mail.told.size() < 4) {
                Thread.sleep(5);
            }
            assertThat(mail.told.subList(1, 4))
                    .allSatisfy(told ->
                            assertThat(told.settled().outcome())
                                    .isInstanceOf(Outcome.Accepted.class));
        }
    }

    @Test
    void whatHasNoWayForGoodIsToldSoAtOnce() throws Exception {
        var way = new AtomicReference<Way>(new Way.None(true, "5.1.2", "no such domain"));
        try (var dispatch = dispatch(way, new AtomicInteger())) {
            var mail = new WaitingMail("shop.test", "news", Pool.of(US), US, 3);
            dispatch.ready(mail);

            assertThat(mail.allTold())
                    .hasSize(3)
                    .allSatisfy(told -> assertThat(told.settled().spendsAttempt()).isTrue());
        }
    }
}
