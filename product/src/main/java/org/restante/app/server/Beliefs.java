package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.restante.sending.dispatch.Way;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ObservedPace;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Site;
import org.restante.sending.pacing.StaticPace;
import org.restante.sending.queue.Greylists;
import org.restante.sending.routing.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the law has learnt of each receiver and lane, kept over restarts in `DATA/pacing.json`: written each minute and at the end, so
/// that a crash loses a minute's learning at most. A file that cannot be read is set aside, and all is learnt anew.
final class Beliefs implements Greylists, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Beliefs.class);
    private static final Duration EACH = Duration.ofMinutes(1);

    /// A receiver without lanes, of whose greylist nobody has heard for so long, is in use no more.
    private static final long SITE_IDLE = Duration.ofDays(1).toNanos();

    private record LaneKey(String site, String source) {}

    /// @param pace as its lane has it
    private record Lane(Law law, Pace pace) {}

    /// A receiver in use, and when it was last.
    private static final class Known {
        private final Site site;
        private long used;

        Known(Site site, long used) {
            this.site = site;
            this.used = used;
        }
    }

    private final Path file;
    private final Conduct conduct;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final RandomGenerator chance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<String, Known> sites = new HashMap<>();
    private final Map<LaneKey, Lane> lanes = new HashMap<>();
    private final Asleep asleep;
    private boolean isOver;

    /// @param chance safe for several threads
    Beliefs(
            Path file,
            Conduct conduct,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator chance) {
        this.file = file;
        this.conduct = conduct;
        this.clock = clock;
        this.ticker = ticker;
        this.chance = chance;
        asleep = new Asleep(read(), Asleep.MOST, ticker.getAsLong());
    }

    private PaceFile.Learnt read() {
        if (!Files.exists(file)) {
            return PaceFile.Learnt.NOTHING;
        }
        try {
            return PaceFile.read(file, clock.instant());
        } catch (IOException e) {
            LOG.error("{} cannot be read; paces are learnt anew: {}", file, e.getMessage());
            return PaceFile.Learnt.NOTHING;
        }
    }

    void start() {
        Thread.ofPlatform().name("pacing").daemon().start(this::run);
    }

    private void run() {
        lock.lock();
        try {
            while (!isOver) {
                ended.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// The pace of a lane, as it stood when the server was stopped.
    Pace of(Way.Open way, Source source, Supplier<LaneLimits> limits) {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            var key = new LaneKey(way.site(), source.name());
            var site = known(way.site(), now).site;
            var law = new Law(site, limits, ReceiverPrior.of(way.provider()), conduct, chance);
            var replaced = lanes.remove(key);
            var learnt =
                    replaced == null
                            ? asleep.take(way.site(), source.name(), now)
                            : replaced.law().save(now);
            if (replaced != null) {
                site.leave(replaced.law());
            }
            if (learnt != null) {
                law.restore(learnt, now);
            }
            var pace =
                    switch (conduct) {
                        case ACTS -> law;
                        case OBSERVES -> new ObservedPace(new StaticPace(limits), law);
                    };
            lanes.put(key, new Lane(law, pace));
            return pace;
        } finally {
            lock.unlock();
        }
    }

    /// The lane of that pace is given up; what it has learnt comes back with the next one.
    void leaves(String site, Source source, Pace pace, Duration idle) {
        lock.lock();
        try {
            var key = new LaneKey(site, source.name());
            var lane = lanes.get(key);
            if (lane == null || lane.pace() != pace) {
                return;
            }
            lanes.remove(key);
            long now = ticker.getAsLong();
            var used = clock.instant().minus(idle);
            asleep.put(site, source.name(), lane.law().save(now), now, used);
            known(site, now).site.leave(lane.law());
        } finally {
            lock.unlock();
        }
    }

    /// Receivers and lanes in use, for tests.
    int inUse() {
        lock.lock();
        try {
            return sites.size() + lanes.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void refused(String site, Duration since) {
        site(site).greylistRefused(since.toNanos());
    }

    @Override
    public void passed(String site, Duration since) {
        site(site).greylistPassed(since.toNanos());
    }

    @Override
    public Duration due(String site, Duration since, boolean isTransactional) {
        return Duration.ofNanos(site(site).greylistDue(since.toNanos(), isTransactional));
    }

    private Site site(String name) {
        lock.lock();
        try {
            return known(name, ticker.getAsLong()).site;
        } finally {
            lock.unlock();
        }
    }

    private Known known(String name, long now) {
        var known = sites.computeIfAbsent(name, it -> new Known(restored(it, now), now));
        known.used = now;
        return known;
    }

    private Site restored(String name, long now) {
        var site = new Site();
        var state = asleep.take(name);
        if (state != null) {
            site.restore(state, now);
        }
        return site;
    }

    /// Forgets what was learnt of the site and all its lanes, or of the lane from one source; on disk when it answers. The lanes must
    /// then begin with fresh paces.
    ///
    /// @return whether there was anything
    boolean forget(String site, Optional<String> source) throws IOException {
        lock.lock();
        try {
            var named =
                    Stream.concat(
                                    asleep.sources(site).stream(),
                                    lanes.keySet().stream()
                                            .filter(key -> key.site().equals(site))
                                            .map(LaneKey::source))
                            .filter(name -> source.isEmpty() || source.get().equals(name))
                            .distinct()
                            .toList();
            named.forEach(name -> forget(site, name));
            boolean hadSite =
                    source.isEmpty() && (asleep.take(site) != null | sites.remove(site) != null);
            if (hadSite || !named.isEmpty()) {
                save();
            }
            return hadSite || !named.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void forget(String site, String source) {
        asleep.take(site, source, ticker.getAsLong());
        var lane = lanes.remove(new LaneKey(site, source));
        var shared = sites.get(site);
        if (lane != null && shared != null) {
            shared.site.leave(lane.law());
        }
    }

    /// Brings the file up to date; what was learnt of lanes that nobody uses stays in it for thirty days.
    void write() {
        lock.lock();
        try {
            save();
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file, e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private void save() throws IOException {
        long now = ticker.getAsLong();
        var at = clock.instant();
        sleep(now, at);
        asleep.prune(at);
        var learnt = PaceFile.Learnt.NOTHING.copy();
        asleep.tell(learnt, now);
        sites.forEach((name, known) -> learnt.put(name, known.site.save(), at));
        lanes.forEach(
                (key, lane) -> learnt.put(key.site(), key.source(), lane.law().save(now), at));
        if (!learnt.isEmpty() || Files.exists(file)) {
            PaceFile.write(file, learnt, at);
        }
    }

    private void sleep(long now, Instant at) {
        sites.entrySet()
                .removeIf(entry -> {
                    var known = entry.getValue();
                    boolean isIdle = !known.site.hasLanes() && now - known.used >= SITE_IDLE;
                    if (isIdle) {
                        var used = at.minusNanos(now - known.used);
                        asleep.put(entry.getKey(), known.site.save(), used);
                    }
                    return isIdle;
                });
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isOver = true;
            ended.signalAll();
            write();
        } finally {
            lock.unlock();
        }
    }
}
