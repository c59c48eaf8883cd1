package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.api.QueueCourseRoutes.Point;
import org.restante.sending.queue.AgeSteps;

/// A queue looked at each minute.
final class QueueCourseTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir private Path folder;
    private Instant now = NOON;
    private AgeSteps ages = waits(0, null);

    private QueueCourse course() {
        return new QueueCourse(folder.resolve("queue-course.json"), () -> ages, () -> now);
    }

    private static AgeSteps waits(
            long recipients, @Nullable Duration oldest, long... fromAnHourOn) {
        var steps = new Long[] {0L, 0L, 0L, 0L};
        for (int i = 0; i < fromAnHourOn.length; i++) {
            steps[i] = fromAnHourOn[i];
        }
        return new AgeSteps(NOON, recipients, oldest, List.of(steps), 0);
    }

    private void look(QueueCourse course, Duration later, AgeSteps waiting) {
        now = now.plus(later);
        ages = waiting;
        course.look();
    }

    private static Map<String, Long> rungs(long one, long four, long day, long threeDays) {
        return Map.of("1h", one, "4h", four, "24h", day, "72h", threeDays);
    }

    @Test
    void aLookAMinuteTellsHowMuchWaitsAndForHowLong() {
        var course = course();
        look(course, Duration.ZERO, waits(0, null));
        look(course, MINUTE, waits(7, Duration.ofHours(5), 2, 1));

        assertThat(course.since(Instant.EPOCH))
                .containsExactly(
                        new Point(NOON, 60, 0, null, rungs(0, 0, 0, 0), 0),
                        new Point(NOON.plus(MINUTE), 60, 7, 18_000L, rungs(2, 1, 0, 0), 0));
    }

    @Test
    void twoLooksWithinAMinuteAreOne() {
        var course = course();
        look(course, Duration.ZERO, waits(1, MINUTE));
        look(course, Duration.ofSeconds(30), waits(2, MINUTE));

        assertThat(course.since(Instant.EPOCH)).hasSize(1);
    }

    @Test
    void aRestartKeepsTheCourseAndLeavesAGap() {
        var before = course();
        look(before, Duration.ZERO, waits(5, MINUTE));
        before.close();
        var after = course();
        look(after, Duration.ofHours(2), waits(6, Duration.ofHours(2), 5));

        assertThat(after.since(Instant.EPOCH))
                .extracting(Point::time, Point::seconds, Point::waiting)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(NOON, 60L, 5L),
                        org.assertj.core.groups.Tuple.tuple(
                                NOON.plus(Duration.ofHours(2)), 60L, 6L));
    }

    @Test
    void whatWasNotLookedAtIsAGap() {
        var course = course();
        look(course, Duration.ZERO, waits(1, MINUTE));
        look(course, MINUTE.multipliedBy(2), waits(2, MINUTE));
        look(course, Duration.ofHours(8), waits(3, MINUTE));

        assertThat(course.since(Instant.EPOCH))
                .extracting(Point::seconds)
                .containsExactly(60L, 120L, 60L);
    }

    @Test
    void aWeekOfMinutesIsKeptInFewPointsAndTheWorstOfThemStay() {
        var course = course();
        for (int minute = 0; minute < 7 * 24 * 60; minute++) {
            boolean isStuck = minute == 1_000;
            look(
                    course,
                    MINUTE,
                    isStuck ? waits(900, Duration.ofHours(3), 800) : waits(10, MINUTE));
        }
        var points = course.since(Instant.EPOCH);

        assertThat(points).hasSizeLessThanOrEqualTo(QueueCourse.MOST);
        assertThat(points).filteredOn(it -> it.waiting() == 900).hasSize(1);
        assertThat(points.stream().mapToLong(Point::seconds).sum()).isEqualTo(7 * 24 * 3600L);
        assertThat(points.subList(points.size() - 200, points.size()))
                .allMatch(it -> it.seconds() == 60);
    }

    @Test
    void whatIsOlderThanAWeekGoes() {
        var course = course();
        look(course, Duration.ZERO, waits(1, MINUTE));
        look(course, Duration.ofDays(8), waits(2, MINUTE));

        assertThat(course.since(Instant.EPOCH)).extracting(Point::waiting).containsExactly(2L);
    }

    @Test
    void aTimeBoundsWhatIsTold() {
        var course = course();
        look(course, Duration.ZERO, waits(1, MINUTE));
        look(course, MINUTE, waits(2, MINUTE));

        assertThat(course.since(NOON.plusSeconds(1)))
                .extracting(Point::waiting)
                .containsExactly(2L);
    }

    @Test
    void aFileThatCannotBeReadLetsItBeginAnew() throws IOException {
        Files.writeString(folder.resolve("queue-course.json"), "{\"v\":1,\"points\":[{}]}");

        assertThat(course().since(Instant.EPOCH)).isEmpty();
    }

    @Test
    void aClockThatWasSetBackForgetsTheFuture() {
        var course = course();
        look(course, Duration.ZERO, waits(1, MINUTE));
        look(course, Duration.ofHours(-1), waits(2, MINUTE));

        assertThat(course.since(Instant.EPOCH)).extracting(Point::waiting).containsExactly(2L);
    }
}
