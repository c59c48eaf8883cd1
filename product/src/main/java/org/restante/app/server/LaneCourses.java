package org.restante.app.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.api.LaneCourseRoutes.Course;
import org.restante.app.api.LaneCourseRoutes.Point;
import org.restante.sending.dispatch.LaneStanding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How each lane went since the server began: looked at each minute, remembered in memory. A lane has at most 240 looks; when they are full,
/// every other one of the older half is let go, so that the latest hours are fine and those before coarse. Shared.
final class LaneCourses implements AutoCloseable {
    static final int MOST_LOOKS = 240;
    private static final int MOST_LANES = 1_000;
    private static final int MOST_TOLD = 20;

    /// What reports call a provider that is not known.
    private static final String UNKNOWN = "(unknown)";

    private static final Duration EACH = Duration.ofMinutes(1);

    /// A clock that is slowed down has not quite told a minute when one is over.
    private static final Duration LEAST = EACH.minusSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(LaneCourses.class);

    private record Key(String site, String source) {}

    /// @param delivered recipients since the lane began, and so on
    private record Look(
            Instant at,
            String state,
            long delivered,
            long deferred,
            @Nullable Double believed,
            @Nullable Double certified,
            @Nullable Double refused) {
        static Look at(Instant now, LaneStanding lane) {
            var belief = lane.belief();
            return new Look(
                    now,
                    lane.isPaused() ? "paused" : lane.isClosed() ? "closed" : "open",
                    lane.counts().delivered(),
                    lane.counts().deferred(),
                    belief == null ? null : finite(belief.rate()),
                    belief == null ? null : finite(belief.certified()),
                    belief == null ? null : finite(belief.refused()));
        }

        private static @Nullable Double finite(double rate) {
            return Double.isFinite(rate) ? Double.valueOf(rounded(rate)) : null;
        }

        /// Whether nothing is different but the time.
        boolean says(Look other) {
            return at(other.at).equals(other);
        }

        Look at(Instant time) {
            return new Look(time, state, delivered, deferred, believed, certified, refused);
        }
    }

    private record Memory(@Nullable String provider, List<Look> looks) {}

    private final Supplier<List<LaneStanding>> lanes;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /// Those that did something last are last.
    private final Map<Key, Memory> all = new LinkedHashMap<>(16, 0.75f, true);

    private Instant looked = Instant.EPOCH;
    private boolean isOver;

    LaneCourses(Supplier<List<LaneStanding>> lanes, InstantSource clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    void start() {
        Thread.ofPlatform().name("lane-courses").daemon().start(this::run);
    }

    private void run() {
        lock.lock();
        try {
            while (!isOver) {
                lookOrSay();
                ended.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void lookOrSay() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("a bug; the lanes were not looked at", e);
        }
    }

    /// Looks at all lanes, where the last look is a minute ago, or in the future of a clock that was set back.
    void look() {
        var standings = lanes.get();
        lock.lock();
        try {
            var now = clock.instant();
            if (!now.isBefore(looked) && now.isBefore(looked.plus(LEAST))) {
                return;
            }
            looked = now;
            var lanes = new LinkedHashMap<Key, LaneStanding>();
            standings.forEach(lane ->
                    lanes.merge(new Key(lane.site(), lane.source()), lane, LaneCourses::both));
            lanes.values().forEach(lane -> look(lane, now));
            var oldest = all.keySet().iterator();
            for (int spare = all.size() - MOST_LANES; spare > 0; spare--) {
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// A source whose address was changed has two lanes for a while: their counts together, and how the one stands that works.
    private static LaneStanding both(LaneStanding one, LaneStanding other) {
        boolean isOther =
                other.sessions() + other.readyBuckets() >= one.sessions() + one.readyBuckets();
        var works = isOther ? other : one;
        return new LaneStanding(
                works.site(),
                works.source(),
                works.provider(),
                works.sessions(),
                works.connections(),
                works.readyBuckets(),
                works.isPaused(),
                works.isClosed(),
                works.closedFor(),
                works.lastRefusal(),
                new LaneStanding.Counts(
                        one.counts().delivered() + other.counts().delivered(),
                        one.counts().deferred() + other.counts().deferred(),
                        one.counts().bounced() + other.counts().bounced()),
                works.belief(),
                works.lastStep(),
                works.warmup(),
                works.aside());
    }

    private void look(LaneStanding lane, Instant now) {
        var key = new Key(lane.site(), lane.source());
        var look = Look.at(now, lane);
        var memory = all.get(key);
        if (memory == null) {
            memory = new Memory(lane.provider(), new ArrayList<>());
            all.put(key, memory);
            memory.looks().add(look);
            return;
        }
        var looks = memory.looks();
        var last = looks.getLast();
        if (last.says(look)) {
            return;
        }
        // What happened did so in the last minute, not in all the time that nothing did.
        if (Duration.between(last.at(), now).compareTo(EACH.multipliedBy(2)) > 0) {
            looks.add(last.at(now.minus(EACH)));
        }
        looks.add(look);
        if (looks.size() > MOST_LOOKS) {
            thin(looks);
        }
    }

    private static void thin(List<Look> looks) {
        var kept = new ArrayList<Look>();
        for (int i = 0; i < looks.size(); i++) {
            if (i >= MOST_LOOKS / 2 || i % 2 == 0) {
                kept.add(looks.get(i));
            }
        }
        looks.clear();
        looks.addAll(kept);
    }

    /// The lanes of a receiver, those that did something last first.
    ///
    /// @param receiver a provider's word, `(unknown)` for those that nobody is known to run, or a site
    List<Course> of(String receiver) {
        lock.lock();
        try {
            var found = new ArrayList<Course>();
            all.forEach((key, memory) -> {
                var provider = memory.provider() == null ? UNKNOWN : memory.provider();
                if (receiver.equals(provider) || receiver.equals(key.site())) {
                    found.add(
                            new Course(
                                    key.site(),
                                    key.source(),
                                    memory.provider(),
                                    points(untilNow(memory.looks()))));
                }
            });
            return found.reversed().stream().limit(MOST_TOLD).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is different since the last look: that is so until now.
    private List<Look> untilNow(List<Look> looks) {
        var now = clock.instant();
        var last = looks.getLast();
        if (Duration.between(last.at(), now).compareTo(EACH) < 0) {
            return looks;
        }
        var all = new ArrayList<>(looks);
        all.add(last.at(now));
        return all;
    }

    private static List<Point> points(List<Look> looks) {
        var points = new ArrayList<Point>();
        for (int i = 1; i < looks.size(); i++) {
            var before = looks.get(i - 1);
            var look = looks.get(i);
            double seconds = Duration.between(before.at(), look.at()).toMillis() / 1000.0;
            if (seconds <= 0) {
                continue; // The clock was set back.
            }
            points.add(
                    new Point(
                            look.at().truncatedTo(ChronoUnit.SECONDS),
                            rounded(seconds),
                            look.state(),
                            look.believed(),
                            look.certified(),
                            look.refused(),
                            rounded(since(before.delivered(), look.delivered()) / seconds),
                            rounded(since(before.deferred(), look.deferred()) / seconds)));
        }
        return points;
    }

    /// A lane that was dropped while idle counts from the beginning.
    private static long since(long before, long now) {
        return now >= before ? now - before : now;
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10_000) / 10_000.0;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isOver = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
