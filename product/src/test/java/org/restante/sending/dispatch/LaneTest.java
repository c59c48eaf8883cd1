package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.Decision;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ObservedPace;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Site;
import org.restante.sending.pacing.StaticPace;
import org.restante.sending.pacing.Whom;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;

/// Who goes next on one lane, in a time of the test's own.
final class LaneTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));
    private static final Verdict TOO_FAST =
            new Judge(Knowledge.shipped().rules())
                    .judge("421 4.7.28 Rate limit exceeded", Stage.CONTENT, null, null);

    private final AtomicLong ticker = new AtomicLong();
    private final SiteHolds streams = new SiteHolds();
    private final Lane lane =
            new Lane(
                    "site",
                    US,
                    null,
                    new StaticPace(LaneLimits.UNKNOWN),
                    new BulkPlan(Allowance.FREE, BulkPlan.Overflow.NONE),
                    streams,
                    (pool, site, closed, other) -> {},
                    ticker::get);

    private static Way.Open way() throws Exception {
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var host = new MxHost("mx", "mx", List.of(address), false);
        return new Way.Open(
                "shop.test",
                new Route.Reachable(
                        "site",
                        List.of(new Route.Group(0, List.of(host))),
                        25,
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ZERO,
                        List.of()),
                null);
    }

    private WaitingMail waiting(String stream, int messages) throws Exception {
        var mail = new WaitingMail("shop.test", stream, Pool.of(US), US, messages);
        lane.ready(mail, way());
        return mail;
    }

    private void pass(Duration time) {
        ticker.addAndGet(time.toNanos());
    }

    /// What leaves at once.
    private Optional<Consignment> next() throws InterruptedException {
        return lane.next(true, 0).map(Lane.Work::consignment);
    }

    private UUID refusedNext() throws InterruptedException {
        var one = next().orElseThrow();
        lane.refused(one.id(), TOO_FAST, "421", false, 0, ticker.get());
        one.putBack();
        return one.id();
    }

    @Test
    void theCanaryIsNotWhatWasJustRefused() throws Exception {
        waiting("a", 3);
        var first = refusedNext();
        assertThat(next()).isEmpty();

        pass(Duration.ofMinutes(1));
        var second = refusedNext();
        pass(Duration.ofMinutes(2));
        var third = refusedNext();

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    }

    @Test
    void aClosedLaneWhoseReceiverIsForgottenOpens() throws Exception {
        waiting("a", 2);
        refusedNext();
        assertThat(next()).isEmpty();

        lane.forget(new StaticPace(LaneLimits.UNKNOWN));

        assertThat(next()).isPresent();
        assertThat(next()).isPresent();
    }

    @Test
    void theOnlyMessageIsItsOwnCanary() throws Exception {
        waiting("a", 1);
        var first = refusedNext();
        pass(Duration.ofMinutes(1));

        assertThat(refusedNext()).isEqualTo(first);
    }

    @Test
    void aMessageRefusedThreeTimesWhileOthersPassIsMeantItself() {
        var bad = new UUID(1, 1);
        var told = new ArrayList<Boolean>();
        for (int i = 0; i < 4; i++) {
            told.add(lane.refused(bad, TOO_FAST, "421", false, 0, ticker.get()) == Whom.MESSAGE);
            lane.passed(UUID.randomUUID(), true, ticker.get());
        }

        assertThat(told).containsExactly(false, false, true, false);
    }

    /// A block at the greeting would else bounce it, for it is said for good.
    @Test
    void aMessageThatTheHostHadNotHeardOfIsNeverMeant() {
        var next = new UUID(1, 1);
        for (int i = 0; i < 4; i++) {
            assertThat(lane.refused(next, TOO_FAST, "421", true, 0, ticker.get()))
                    .isNotEqualTo(Whom.MESSAGE);
            lane.passed(UUID.randomUUID(), true, ticker.get());
        }
    }

    @Test
    void aMessageRefusedThreeTimesWhileNothingPassesIsNot() {
        var one = new UUID(1, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(lane.refused(one, TOO_FAST, "421", false, 0, ticker.get()))
                    .isEqualTo(Whom.LANE);
        }
    }

    @Test
    void aStreamThatTheSiteRefusesWaitsWhileOthersGo() throws Exception {
        waiting("refused", 2);
        var good = waiting("good", 1);
        streams.refused("site", "refused", TOO_FAST, ticker.get());

        assertThat(next().map(Consignment::id)).contains(new UUID(0, 0));
        assertThat(good.take(1, Preference.ANY)).isEmpty();
        assertThat(next()).isEmpty();

        pass(Duration.ofMinutes(5));
        assertThat(next()).isPresent();
        assertThat(next()).isEmpty();

        streams.passed("site", "refused");
        pass(Duration.ofMinutes(5));
        assertThat(next()).isPresent();
    }

    @Test
    void aSiteThatCannotBeReachedIsTriedByOneMessageAtATime() throws Exception {
        waiting("a", 9);
        assertThat(next()).isPresent();
        lane.unreachable();
        assertThat(next()).isEmpty();

        pass(Duration.ofSeconds(15));
        assertThat(next()).isPresent();
        assertThat(next()).isEmpty();
        lane.unreachable();
        pass(Duration.ofSeconds(29));
        assertThat(next()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(next()).isPresent();
        lane.passed(UUID.randomUUID(), true, ticker.get());
        assertThat(next()).isPresent();
        assertThat(next()).isPresent();
    }

    @Test
    void onlyMailWhoseOperatorAllowsItIsHandedOver() throws Exception {
        waiting("stays", 1);
        var hopping = new Pool("p", List.of(new Pool.Member(US, 1)), true);
        var goes = new WaitingMail("shop.test", "goes", hopping, US, 1);
        lane.ready(goes, way());

        assertThat(lane.handOver()).containsExactly(goes);
        assertThat(lane.handOver()).isEmpty();
        assertThat(next()).isPresent();
    }

    private List<String> steps(Pace pace) {
        var told = new ArrayList<String>();
        var hops =
                new Hops() {
                    @Override
                    public void stepsIn(Pool pool, String site, Source closed, Source other) {
                        // None does.
                    }

                    @Override
                    public void steps(
                            String site,
                            @Nullable String provider,
                            Source source,
                            Decision decision,
                            Duration ago) {
                        told.add(decision.sentence());
                    }
                };
        var plan = new BulkPlan(Allowance.FREE, BulkPlan.Overflow.NONE);
        var other = new Lane("site", US, null, pace, plan, streams, hops, ticker::get);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(1));
            other.passed(UUID.randomUUID(), true, ticker.get());
        }
        var id = UUID.randomUUID();
        other.refused(id, TOO_FAST, "421", false, 0, ticker.get());
        return told;
    }

    @Test
    void aStepIsOnRecordWhereThePaceIsFollowedAndNotWhereItIsOnlyObserved() {
        Supplier<LaneLimits> limits = () -> LaneLimits.UNKNOWN;
        var random = new SplittableRandom(1);
        var law = new Law(new Site(), limits, ReceiverPrior.UNKNOWN, Conduct.ACTS, random);
        assertThat(steps(law)).isNotEmpty();

        var observing =
                new Law(new Site(), limits, ReceiverPrior.UNKNOWN, Conduct.OBSERVES, random);
        assertThat(steps(new ObservedPace(new StaticPace(limits), observing))).isEmpty();
        assertThat(observing.latest()).isNotNull();
    }
}
