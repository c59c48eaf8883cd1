package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of TLS, day by day (UTC) in a file of its own, in the words of RFC 8460. Written each minute and at the end, so that a
/// restart goes on counting and a crash loses a minute at most.
final class TlsReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReports.class);

    /// As many policies and kinds of failure as a day of a large sender shows; those beyond are not counted.
    private static final int MOST_POLICIES = 100_000;

    private static final int MOST_DETAILS = 50;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration EACH = Duration.ofMinutes(1);

    private final Path folder;
    private final InstantSource clock;
    private final TlsCounts counts = new TlsCounts(MOST_POLICIES, MOST_DETAILS);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private LocalDate day;
    private boolean isOver;

    TlsReports(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        day = today();
        var file = file(day);
        if (Files.exists(file)) {
            try {
                counts.restore(TlsReportFile.read(file));
            } catch (IOException e) {
                LOG.error("{} cannot be read; the day is counted anew: {}", file, e.getMessage());
            }
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Path file(LocalDate of) {
        return folder.resolve(of + ".json");
    }

    TlsCounts counts() {
        return counts;
    }

    void start() {
        Thread.ofPlatform().name("tls-reports").daemon().start(this::run);
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

    /// Brings the file up to date; after midnight the day that has ended is written for good and the next begins.
    void write() {
        lock.lock();
        try {
            var now = today();
            boolean hasEnded = !now.equals(day);
            write(hasEnded ? counts.drain() : counts.soFar());
            if (hasEnded) {
                day = now;
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(List<TlsCounts.Tally> tallies) {
        if (tallies.isEmpty()) {
            return;
        }
        try {
            TlsReportFile.write(file(day), day, tallies);
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file(day), e.getMessage());
        }
    }

    private void forget() {
        var oldest = day.minusDays(KEPT.toDays());
        try (var files = Files.newDirectoryStream(folder, "????-??-??.json")) {
            for (var file : files) {
                if (file.getFileName().toString().compareTo(oldest + ".json") < 0) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("old files in {} cannot be removed: {}", folder, e.getMessage());
        }
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
        write();
    }
}
