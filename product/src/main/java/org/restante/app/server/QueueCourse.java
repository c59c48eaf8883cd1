package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.restante.app.api.QueueCourseRoutes.Point;
import org.restante.record.report.Rung;
import org.restante.sending.queue.AgeSteps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How old what waits was over the last week: looked at each minute, kept over restarts in `DATA/queue-course.json`, which is written each ten minutes
/// and at the end. There are at most 720 points; when they are full, of each two neighbours of the older half the graver stays, so that
/// the latest hours are fine and those before coarse. Shared.
final class QueueCourse implements AutoCloseable {
    /// The ladder on which what waits is counted.
    static final List<Duration> STEPS = Arrays.stream(Rung.values()).map(Rung::from).toList();

    static final int MOST = 720;
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration EACH = Duration.ofMinutes(1);

    /// A clock that is slowed down has not quite told a minute when one is over.
    private static final Duration LEAST = EACH.minusSeconds(1);

    private static final Duration LATEST = EACH.multipliedBy(3);

    private static final Duration WRITTEN_EACH = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(QueueCourse.class);

    /// Tells how old what waits is now.
    @FunctionalInterface
    interface Source {
        AgeSteps look() throws IOException;
    }

    private final Path file;
    private final Source source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final List<Point> points = new ArrayList<>();
    private Instant looked = Instant.EPOCH;
    private Instant written = Instant.EPOCH;
    private boolean isOver;

    QueueCourse(Path file, Source source, InstantSource clock) {
        this.file = file;
        this.source = source;
        this.clock = clock;
        points.addAll(read());
    }

    private List<Point> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return QueueCourseFile.read(file);
        } catch (IOException e) {
            LOG.error("{} cannot be read; the course begins anew: {}", file, e.getMessage());
            return List.of();
        }
    }

    void start() {
        Thread.ofPlatform().name("queue-course").daemon().start(this::run);
    }

    private void run() {
        lock.lock();
        try {
            while (!isOver) {
                look();
                ended.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Looks at what waits, where the last look is a minute ago, or in the future of a clock that was set back.
    void look() {
        lock.lock();
        try {
            var now = clock.instant();
            if (isOver || !now.isBefore(looked) && now.isBefore(looked.plus(LEAST))) {
                return;
            }
            add(source.look(), now);
            if (!now.isBefore(written.plus(WRITTEN_EACH)) || now.isBefore(written)) {
                write(now);
            }
        } catch (IOException e) {
            LOG.error("how old what waits is could not be looked at: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a bug; what waits was not looked at", e);
        } finally {
            lock.unlock();
        }
    }

    private void add(AgeSteps ages, Instant now) {
        // What was not looked at, as while the machine slept, is a gap.
        boolean isNext = !now.isBefore(looked) && now.isBefore(looked.plus(LATEST));
        var since = isNext ? Duration.between(looked, now) : EACH;
        looked = now;
        var oldest = now.minus(KEPT);
        points.removeIf(it -> it.time().isBefore(oldest) || !it.time().isBefore(now));
        points.add(point(ages, now, since));
        if (points.size() > MOST) {
            thin();
        }
    }

    private static Point point(AgeSteps ages, Instant now, Duration since) {
        var rungs = new LinkedHashMap<String, Long>();
        for (var rung : Rung.values()) {
            rungs.put(rung.word(), ages.onStep().get(rung.ordinal()));
        }
        var oldest = ages.oldest();
        return new Point(
                now.truncatedTo(ChronoUnit.SECONDS),
                since.toSeconds(),
                ages.recipients(),
                oldest == null ? null : oldest.toSeconds(),
                rungs,
                ages.unknown());
    }

    private void thin() {
        var older = points.subList(0, MOST / 2);
        var kept = new ArrayList<Point>();
        for (int i = 0; i + 1 < older.size(); i += 2) {
            kept.add(graver(older.get(i), older.get(i + 1)));
        }
        older.clear();
        points.addAll(0, kept);
    }

    /// The one at which more waited for an hour or longer, or where that is equal the older one, for the time of both.
    private static Point graver(Point before, Point after) {
        boolean isBefore =
                lasting(before) != lasting(after)
                        ? lasting(before) > lasting(after)
                        : seconds(before) > seconds(after);
        var it = isBefore ? before : after;
        return new Point(
                after.time(),
                before.seconds() + after.seconds(),
                it.waiting(),
                it.oldestS(),
                it.rungs(),
                it.unknown());
    }

    private static long lasting(Point point) {
        return point.rungs().values().stream().mapToLong(Long::longValue).sum();
    }

    private static long seconds(Point point) {
        return point.oldestS() == null ? -1 : point.oldestS();
    }

    /// Those not before `from`, the latest last.
    List<Point> since(Instant from) {
        lock.lock();
        try {
            return points.stream().filter(it -> !it.time().isBefore(from)).toList();
        } finally {
            lock.unlock();
        }
    }

    private void write(Instant now) {
        written = now;
        try {
            QueueCourseFile.write(file, points);
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file, e.getMessage());
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!isOver) {
                isOver = true;
                write(clock.instant());
                ended.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
