package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private record LaneKey(String site, String source) {}

    private final Path file;
    private final Conduct conduct;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final RandomGenerator chance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<String, Site> sites = new HashMap<>();
    private final Map<LaneKey, Law> lanes = new HashMap<>();
    private final PaceFile.Learnt before;
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
        before = read().copy();
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
            var site = sites.computeIfAbsent(way.site(), name -> site(name, now));
            var law = new Law(site, limits, ReceiverPrior.of(way.provider()), conduct, chance);
            var known = before.lane(way.site(), source.name());
            if (known != null) {
                law.restore(known, now);
            }
            var replaced = lanes.put(new LaneKey(way.site(), source.name()), law);
            if (replaced != null) {
                site.leave(replaced);
            }
            return switch (conduct) {
                case ACTS -> law;
                case OBSERVES -> new ObservedPace(new StaticPace(limits), law);
            };
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
            return sites.computeIfAbsent(name, it -> site(it, ticker.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    private Site site(String name, long now) {
        var site = new Site();
        var known = before.sites().get(name);
        if (known != null) {
            site.restore(known, now);
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
            var kept = before.lanes().getOrDefault(site, Map.of());
            var named =
                    Stream.concat(
                                    kept.keySet().stream(),
                                    lanes.keySet().stream()
                                            .filter(key -> key.site().equals(site))
                                            .map(LaneKey::source))
                            .filter(name -> source.isEmpty() || source.get().equals(name))
                            .distinct()
                            .toList();
            named.forEach(name -> forget(site, name));
            boolean hadSite =
                    source.isEmpty()
                            && (before.sites().remove(site) != null | sites.remove(site) != null);
            if (hadSite || !named.isEmpty()) {
                save();
            }
            return hadSite || !named.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void forget(String site, String source) {
        before.remove(site, source);
        var law = lanes.remove(new LaneKey(site, source));
        var shared = sites.get(site);
        if (law != null && shared != null) {
            shared.leave(law);
        }
    }

    /// Brings the file up to date; what was learnt of lanes that have had no mail since the start stays in it.
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
        var learnt = before.copy();
        sites.forEach((name, site) -> learnt.sites().put(name, site.save()));
        lanes.forEach((key, law) -> learnt.put(key.site(), key.source(), law.save(now)));
        if (!learnt.isEmpty() || Files.exists(file)) {
            PaceFile.write(file, learnt, clock.instant());
        }
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
