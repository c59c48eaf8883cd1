package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.app.api.LaneCourseRoutes.Point;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.pacing.Belief;
import org.restante.sending.pacing.Binding;

/// Lanes looked at each minute.
final class LaneCoursesTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private Instant now = NOON;
    private final List<LaneStanding> lanes = new ArrayList<>();
    private final LaneCourses courses = new LaneCourses(() -> lanes, () -> now);

    private static LaneStanding lane(
            String source, long delivered, long deferred, @Nullable Belief belief) {
        return new LaneStanding(
                "gmail.site",
                source,
                "gmail",
                1,
                2,
                0,
                false,
                deferred > 0,
                Duration.ZERO,
                null,
                new LaneStanding.Counts(delivered, deferred, 0),
                belief,
                null,
                null,
                null);
    }

    private static Belief belief(double rate, double certified, double refused) {
        return new Belief(
                rate, certified, refused, 1, 0, 0, 2, 100, 10, 30, 0, 0, Binding.NOTHING, "");
    }

    private void after(Duration passed, LaneStanding... standings) {
        now = now.plus(passed);
        lanes.clear();
        lanes.addAll(List.of(standings));
        courses.look();
    }

    private List<Point> points() {
        return courses.of("gmail").getFirst().points();
    }

    @Test
    void whatWasTakenAndPutOffStandsBesideWhatWasBelieved() {
        after(Duration.ZERO, lane("a", 0, 0, null));
        after(Duration.ofMinutes(1), lane("a", 120, 6, belief(1.5, 1.2, 2)));

        assertThat(points())
                .containsExactly(
                        new Point(NOON.plusSeconds(60), 60, "closed", 1.5, 1.2, 2.0, 2, 0.1));
    }

    @Test
    void whatNobodyIsKnownToRunIsAskedForTogether() {
        var standing = lane("a", 0, 0, null);
        after(
                Duration.ZERO,
                new LaneStanding(
                        "mx.club.test",
                        standing.source(),
                        null,
                        standing.sessions(),
                        standing.connections(),
                        standing.readyBuckets(),
                        standing.isPaused(),
                        standing.isClosed(),
                        standing.closedFor(),
                        null,
                        standing.counts(),
                        null,
                        null,
                        null,
                        null),
                standing);

        assertThat(courses.of("(unknown)"))
                .extracting(course -> course.site())
                .containsExactly("mx.club.test");
    }

    @Test
    void whereNoLimitIsMetNothingIsBelieved() {
        var free = belief(Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY);
        after(Duration.ZERO, lane("a", 0, 0, free));
        after(Duration.ofMinutes(1), lane("a", 60, 0, free));

        assertThat(points().getFirst().believed()).isNull();
        assertThat(points().getFirst().refused()).isNull();
        assertThat(points().getFirst().certified()).isEqualTo(1);
    }

    @Test
    void whatHappensAfterALongQuietDidNotTakeAllThatTime() {
        after(Duration.ZERO, lane("a", 0, 0, null));
        after(Duration.ofMinutes(30), lane("a", 0, 0, null));
        after(Duration.ofMinutes(30), lane("a", 60, 0, null));

        assertThat(points()).extracting(Point::acceptedPerSecond).containsExactly(0.0, 1.0);
        assertThat(points().getLast().seconds()).isEqualTo(60);
    }

    @Test
    void aLaneThatStaysClosedIsClosedUntilNow() {
        after(Duration.ZERO, lane("a", 10, 0, null));
        after(Duration.ofMinutes(1), lane("a", 10, 1, null));
        after(Duration.ofMinutes(20), lane("a", 10, 1, null));

        assertThat(points()).extracting(Point::state).containsExactly("closed", "closed");
        assertThat(points().getLast().time()).isEqualTo(now);
        assertThat(points().getLast().deferredPerSecond()).isZero();
    }

    @Test
    void itIsLookedAtOnceAMinute() {
        after(Duration.ZERO, lane("a", 0, 0, null));
        after(Duration.ofSeconds(58), lane("a", 10, 0, null));
        assertThat(points()).isEmpty();

        after(Duration.ofSeconds(2), lane("a", 20, 0, null));
        assertThat(points()).hasSize(1);
    }

    @Test
    void lanesOfOneSourceBeforeAndAfterItsAddressWasChangedAreOneCourse() {
        after(Duration.ZERO, lane("a", 100, 0, null));
        after(Duration.ofMinutes(1), lane("a", 160, 0, null), lane("a", 0, 0, null));
        after(Duration.ofMinutes(1), lane("a", 160, 0, null), lane("a", 120, 0, null));

        assertThat(points()).extracting(Point::acceptedPerSecond).containsExactly(1.0, 2.0);
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        after(Duration.ZERO, lane("a", 0, 0, null));
        after(Duration.ofMinutes(1), lane("a", 60, 0, null));
        after(Duration.ofHours(-1), lane("a", 120, 0, null));
        after(Duration.ofMinutes(1), lane("a", 180, 0, null));

        assertThat(points()).extracting(Point::acceptedPerSecond).containsExactly(1.0, 1.0);
    }

    @Test
    void aLaneThatWasDroppedCountsFromTheBeginning() {
        after(Duration.ZERO, lane("a", 500, 0, null));
        after(Duration.ofMinutes(1), lane("a", 30, 0, null));

        assertThat(points().getLast().acceptedPerSecond()).isEqualTo(0.5);
    }

    @Test
    void theLatestAreFineAndTheOlderCoarseAndNoneOfTheMailIsLost() {
        int minutes = 2_000;
        for (int i = 0; i <= minutes; i++) {
            after(Duration.ofMinutes(i == 0 ? 0 : 1), lane("a", i * 60L, 0, null));
        }

        assertThat(points()).hasSizeLessThanOrEqualTo(LaneCourses.MOST_LOOKS);
        assertThat(points().getLast().seconds()).isEqualTo(60);
        assertThat(points()).allSatisfy(it -> assertThat(it.acceptedPerSecond()).isEqualTo(1.0));
        assertThat(points().stream().mapToDouble(Point::seconds).sum()).isEqualTo(minutes * 60.0);
    }

    @Test
    void lanesAreFoundByProviderAndBySiteTheLatestFirst() {
        after(Duration.ZERO, lane("a", 0, 0, null), lane("b", 0, 0, null));

        assertThat(courses.of("gmail")).extracting(it -> it.source()).containsExactly("b", "a");
        assertThat(courses.of("gmail.site")).hasSize(2);
        assertThat(courses.of("yahoo")).isEmpty();
    }
}
