package org.restante.app.watch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.FollowedLogs;
import org.restante.app.analysis.LogPlace;
import org.restante.app.analysis.UnknownLog;
import org.restante.app.api.WatchedRoutes.Watched;
import org.restante.app.knowledge.Knowledge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that reads logs as they grow and puts on record what they tell. What it cannot read now it tries again.
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /// Some hundred thousand lines: what a crash lets read again.
    private static final int KEPT_EACH = 32;

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration TIDIED_EACH = Duration.ofMinutes(10);

    private final Knowledge knowledge;
    private final FollowedLogs.Request request;
    private final WatchRecord record;
    private final boolean onlyNew;
    private final Duration each;
    private final InstantSource clock;
    private final Runnable caughtUp;
    private final Thread thread;
    private FollowedLogs logs;
    private boolean wasCaughtUp;
    private Instant tidied = Instant.MIN;
    private volatile List<LogPlace> places;
    private volatile @Nullable Instant readAt;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean closed;

    /// @param onlyNew whether a log that was not read before is read from its end
    /// @param each how long it waits where there is nothing new
    /// @param caughtUp is called once, when all that is there is on record
    Follower(
            Knowledge knowledge,
            FollowedLogs.Request request,
            WatchRecord record,
            boolean onlyNew,
            Duration each,
            InstantSource clock,
            Runnable caughtUp)
            throws IOException {
        this.knowledge = knowledge;
        this.request = request;
        this.record = record;
        this.onlyNew = onlyNew;
        this.each = each;
        this.clock = clock;
        this.caughtUp = caughtUp;
        places = begin();
        logs = follow(places);
        thread = Thread.ofPlatform().name("logs").daemon().unstarted(this::run);
    }

    private List<LogPlace> begin() throws IOException {
        var all = new ArrayList<>(record.places());
        for (var path : request.files()) {
            boolean isKnown = all.stream().anyMatch(it -> it.path().equals(path.toString()));
            if (onlyNew && !isKnown) {
                LogPlace.atEnd(path).ifPresent(all::add);
            }
        }
        if (onlyNew) {
            record.keep(all);
        }
        return List.copyOf(all);
    }

    private FollowedLogs follow(List<LogPlace> from) throws IOException {
        return new FollowedLogs(knowledge, request, record::add, from, LOG::warn);
    }

    void start() {
        thread.start();
    }

    /// How each log stands.
    List<Watched> standing() {
        var at = readAt;
        return request.files().stream()
                .map(path -> {
                    var place =
                            places.stream()
                                    .filter(it -> it.path().equals(path.toString()))
                                    .findFirst();
                    return new Watched(
                            path.toString(),
                            place.map(LogPlace::format).filter(it -> !it.isEmpty()).orElse(null),
                            place.map(LogPlace::octets).orElse(0L),
                            at == null ? null : at.toString(),
                            trouble.orElse(null));
                })
                .toList();
    }

    /// Why it does not read; empty where it does.
    Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        try {
            while (!closed) {
                if (!round()) {
                    TimeUnit.NANOSECONDS.sleep(
                            (trouble.isEmpty() ? each : AFTER_TROUBLE).toNanos());
                }
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    /// Reads what there is; false when that was all.
    private boolean round() throws InterruptedException {
        try {
            boolean isMore = read();
            trouble = Optional.empty();
            return isMore;
        } catch (IOException | UnknownLog e) {
            if (!closed) {
                stumble(String.valueOf(e.getMessage()), null);
            }
        } catch (RuntimeException e) {
            stumble("a bug", e);
        }
        return false;
    }

    private boolean read() throws IOException {
        var now = clock.instant();
        int blocks = 0;
        while (blocks < KEPT_EACH && !closed && logs.next(now)) {
            blocks++;
        }
        if (blocks > 0) {
            keep(now);
        } else {
            record.sync();
        }
        if (now.isAfter(tidied.plus(TIDIED_EACH))) {
            tidied = now;
            record.tidy();
        }
        if (blocks < KEPT_EACH && !wasCaughtUp && !closed) {
            wasCaughtUp = true;
            caughtUp.run();
        }
        return blocks == KEPT_EACH;
    }

    private void keep(Instant now) throws IOException {
        var next = logs.places();
        if (!next.isEmpty()) {
            record.keep(next);
            places = next;
        } else {
            record.sync();
        }
        readAt = now;
    }

    /// What was read and is not on disk is read again from the last place.
    private void stumble(String why, @Nullable RuntimeException bug) throws InterruptedException {
        if (trouble.filter(why::equals).isEmpty()) {
            LOG.error("the logs cannot be read now, it is tried again: {}", why, bug);
        }
        trouble = Optional.of(why);
        try {
            logs.close();
            record.takeBack();
            logs = follow(places);
        } catch (IOException e) {
            LOG.error("the logs cannot be read now, it is tried again: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        if (thread.isAlive()) {
            thread.join();
        }
        logs.close();
    }
}
