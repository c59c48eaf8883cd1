package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.knowledge.Knowledge;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.dispatch.Bucket;
import org.restante.sending.dispatch.Consignment;
import org.restante.sending.dispatch.Dispatch;
import org.restante.sending.dispatch.Preference;
import org.restante.sending.dispatch.TlsMeans;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.Refused;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;

/// Lanes that nobody uses leave memory, and what was learnt of them comes back with them.
@Timeout(120)
final class ForgottenLanesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Source US = Source.unbound("us", Domain.of("us.test").orElseThrow());
    private static final int MANY = 20_000;

    @TempDir private Path folder;
    private final AtomicLong nanos = new AtomicLong(1);

    private InstantSource clock() {
        return () -> NOON.plusNanos(nanos.get());
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Beliefs beliefs(String file) {
        return new Beliefs(folder.resolve(file), Conduct.ACTS, clock(), nanos::get, new Random(1));
    }

    private static Way.Open way(String site) {
        try {
            var host = new MxHost(site, site, List.of(InetAddress.getByName("127.0.0.9")), false);
            var route =
                    new Route.Reachable(
                            site,
                            List.of(new Route.Group(0, List.of(host))),
                            25,
                            Protocol.SMTP,
                            false,
                            false,
                            Duration.ofHours(1),
                            List.of());
            return new Way.Open(site, route, null);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Dispatch dispatch(Beliefs beliefs) {
        var knowledge = Knowledge.shipped();
        return new Dispatch(
                new Ways() {
                    @Override
                    public Way of(String domain, Families families) {
                        return way(domain);
                    }

                    @Override
                    public Demand demand(String domain, Route.Reachable way, Target target) {
                        return new Demand.Opportunistic("nobody asks");
                    }
                },
                new LearntPaces(beliefs, way -> () -> LaneLimits.UNKNOWN),
                knowledge.providers(),
                () -> new org.restante.meaning.verdict.Judge(knowledge.rules()),
                DeliverySettings::defaults,
                TlsMeans.usual(clock(), nanos::get),
                new TlsCounts(100, 100),
                (pool, site, closed, other) -> {},
                nanos::get,
                new Random(1));
    }

    /// Mail that is gone when its turn comes.
    private record Gone(String domain, CountDownLatch asked) implements Bucket {
        Gone(String domain) {
            this(domain, new CountDownLatch(1));
        }

        @Override
        public Pool pool() {
            return Pool.of(US);
        }

        @Override
        public Source source() {
            return US;
        }

        @Override
        public String tenant() {
            return "";
        }

        @Override
        public String stream() {
            return "mail";
        }

        @Override
        public boolean isTransactional() {
            return false;
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public Duration dueFor() {
            return Duration.ZERO;
        }

        @Override
        public Optional<Consignment> take(int mostRecipients, Preference preference) {
            asked.countDown();
            return Optional.empty();
        }
    }

    private static void isUsed(Dispatch dispatch, String site) throws InterruptedException {
        var mail = new Gone(site);
        dispatch.ready(mail);
        assertThat(mail.asked().await(100, TimeUnit.SECONDS)).isTrue();
    }

    private static void areQuiet(Dispatch dispatch, int lanes) {
        long end = System.nanoTime() + Duration.ofSeconds(100).toNanos();
        while (dispatch.lanes().size() < lanes
                || dispatch.lanes().stream()
                        .anyMatch(lane -> lane.sessions() > 0 || lane.readyBuckets() > 0)) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.yield();
        }
    }

    private static Verdict tooFast() {
        return new Verdict(
                421,
                null,
                null,
                Cause.RATE,
                Scope.SOURCE,
                Permanence.TEMPORARY,
                Permanence.TEMPORARY,
                null,
                null,
                List.of(NextStep.SLOW),
                "test",
                "Too fast.");
    }

    private void meetsALimit(Pace pace) {
        for (int i = 0; i < 200; i++) {
            pace.started(false, nanos.get());
            passes(Duration.ofMillis(50));
            pace.passed(true, nanos.get(), nanos.get());
        }
        pace.started(false, nanos.get());
        pace.refused(new Refused(tooFast(), false, 2, 0, 3, false, nanos.get()), nanos.get());
    }

    @Test
    void manySitesThatWereWrittenToOnceLeaveMemory() {
        try (var beliefs = beliefs("pacing.json");
                var dispatch = dispatch(beliefs)) {
            for (int i = 0; i < MANY; i++) {
                dispatch.ready(new Gone("shop" + i + ".test"));
            }
            areQuiet(dispatch, MANY);
            dispatch.sweep();
            assertThat(dispatch.lanes()).hasSize(MANY);

            passes(Duration.ofHours(25));
            dispatch.sweep();
            beliefs.write();

            assertThat(dispatch.lanes()).isEmpty();
            assertThat(beliefs.inUse()).isEqualTo(MANY);
            passes(Duration.ofHours(25));
            beliefs.write();
            assertThat(beliefs.inUse()).isZero();
        }
    }

    @Test
    void oneThatIsUsedAgainMeanwhileStays() throws Exception {
        try (var beliefs = beliefs("pacing.json");
                var dispatch = dispatch(beliefs)) {
            isUsed(dispatch, "often.test");
            isUsed(dispatch, "once.test");
            areQuiet(dispatch, 2);
            passes(Duration.ofHours(23));
            isUsed(dispatch, "often.test");
            areQuiet(dispatch, 2);
            passes(Duration.ofHours(2));

            dispatch.sweep();

            assertThat(dispatch.lanes()).extracting(it -> it.site()).containsExactly("often.test");
            isUsed(dispatch, "once.test");
            areQuiet(dispatch, 2);
        }
    }

    @Test
    void oneThatHasMetALimitIsShownForThirtyDays() throws Exception {
        try (var beliefs = beliefs("pacing.json");
                var dispatch = dispatch(beliefs)) {
            meetsALimit(beliefs.of(way("strict.test"), US, () -> LaneLimits.UNKNOWN));
            passes(Duration.ofHours(1));
            isUsed(dispatch, "strict.test");
            areQuiet(dispatch, 1);
            passes(Duration.ofDays(29));
            dispatch.sweep();
            assertThat(dispatch.lanes()).hasSize(1);

            passes(Duration.ofDays(2));
            dispatch.sweep();

            assertThat(dispatch.lanes()).isEmpty();
        }
    }

    @Test
    void whatALaneHasLearntComesBackAsItIsWhereItStayed() {
        try (var forgetting = beliefs("one.json");
                var keeping = beliefs("other.json")) {
            var way = way("strict.test");
            var leaves = forgetting.of(way, US, () -> LaneLimits.UNKNOWN);
            long from = nanos.get();
            meetsALimit(leaves);
            nanos.set(from);
            var stays = keeping.of(way, US, () -> LaneLimits.UNKNOWN);
            meetsALimit(stays);
            assertThat(leaves.belief(nanos.get())).isEqualTo(stays.belief(nanos.get()));
            assertThat(stays.closedUntil()).isGreaterThan(nanos.get());

            forgetting.leaves("strict.test", US, leaves, Duration.ZERO);
            passes(Duration.ofMillis(300));
            var back = forgetting.of(way, US, () -> LaneLimits.UNKNOWN);

            assertThat(back).isNotSameAs(leaves);
            assertThat(back.closedUntil()).isCloseTo(stays.closedUntil(), within());
            assertThat(back.belief(nanos.get()))
                    .usingRecursiveComparison()
                    .withComparatorForType(ForgottenLanesTest::almost, Double.class)
                    .isEqualTo(stays.belief(nanos.get()));
        }
    }

    private static org.assertj.core.data.Offset<Long> within() {
        return org.assertj.core.data.Offset.offset(1000L);
    }

    private static int almost(double one, double other) {
        return Math.abs(one - other) < 1e-6 ? 0 : Double.compare(one, other);
    }

    @Test
    void whatNobodyUsedForThirtyDaysIsForgottenThoughTheServerRan() throws Exception {
        var file = folder.resolve("pacing.json");
        try (var beliefs = beliefs("pacing.json")) {
            var pace = beliefs.of(way("old.test"), US, () -> LaneLimits.UNKNOWN);
            meetsALimit(pace);
            beliefs.leaves("old.test", US, pace, Duration.ZERO);
            for (int day = 0; day < 31; day++) {
                var used = beliefs.of(way("used.test"), US, () -> LaneLimits.UNKNOWN);
                beliefs.leaves("used.test", US, used, Duration.ZERO);
                passes(Duration.ofDays(1));
                beliefs.write();
            }

            var learnt = PaceFile.read(file, clock().instant());

            assertThat(learnt.lane("old.test", "us")).isNull();
            assertThat(learnt.lane("used.test", "us")).isNotNull();
        }
    }

    @Test
    void ofTooManyThoseThatWereUsedLastAreKept() {
        var asleep = new Asleep(PaceFile.Learnt.NOTHING, 100, 0);
        for (int i = 0; i < 1_000; i++) {
            asleep.put("shop" + i + ".test", "us", PaceFileTest.FREE, 0, NOON.plusSeconds(i));
            asleep.put("shop" + i + ".test", PaceFileTest.SITE, NOON.plusSeconds(i));
        }

        asleep.prune(NOON);

        assertThat(asleep.lanes()).isEqualTo(100);
        assertThat(asleep.take("shop899.test", "us", 0)).isNull();
        assertThat(asleep.take("shop900.test", "us", 0)).isEqualTo(PaceFileTest.FREE);
        assertThat(asleep.take("shop899.test")).isNull();
        assertThat(asleep.take("shop999.test")).isEqualTo(PaceFileTest.SITE);
    }
}
