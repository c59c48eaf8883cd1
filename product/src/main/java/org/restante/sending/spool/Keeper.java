package org.restante.sending.spool;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The background work, on a thread of its own: files ready to be used, room made, snapshots.
final class Keeper {
    /// Free files kept above the reserve; more are given back to the disk.
    private static final int KEPT = 16;

    /// On a full disk a new file is tried so rarely: each trial fills the disk before it fails.
    private static final int TURNS_BETWEEN_TRIALS = 25;

    private final Log log;
    private final Disk disk;
    private final Committer committer;
    private final Mover mover;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Commit handed;
    private long snapshotAt;
    private long snapshotSize;
    private volatile boolean paused;

    Keeper(Log log, Disk disk, Committer committer, String name) {
        this.log = log;
        this.disk = disk;
        this.committer = committer;
        this.mover = new Mover(log, this::hand);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// While paused nothing is moved.
    void pause(boolean yes) {
        paused = yes;
    }

    private void hand(Entry entry) {
        try {
            handed = committer.hand(entry);
        } catch (SpoolException e) {
            entry.commit.fail(e);
        } catch (InterruptedException e) {
            entry.commit.fail(
                    new SpoolException(SpoolException.Reason.CLOSED, "the spool is closing", e));
        }
    }

    private void run() {
        try {
            for (int turn = 0; ; turn++) {
                if (turn % TURNS_BETWEEN_TRIALS == 0) {
                    log.segments.tryAgain();
                }
                work();
                if (ended.await(log.settings.tick().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; if somebody does, the spool goes on without background work.
        }
    }

    private void work() throws InterruptedException {
        makeFiles();
        var step = Mover.Step.WORKED;
        while (!paused && ended.getCount() > 0 && step != Mover.Step.NOTHING_TO_DO) {
            step = mover.advance();
            if (step == Mover.Step.WAITING && !waitForHanded()) {
                break;
            }
            makeFiles();
        }
        if (log.hasFinished()) {
            committer.nudge();
        }
        if (log.recordBytes() - snapshotAt
                > Math.max(log.settings.snapshotBytes(), 8 * snapshotSize)) {
            snapshot();
        }
    }

    private void makeFiles() {
        while (log.stopped() == null
                && ended.getCount() > 0
                && log.lacking(2) > 0
                && log.segments.make()) {
            // One at a time, so that closing does not wait long.
        }
        try {
            if (log.stopped() == null) {
                log.segments.prepare();
            }
            log.segments.trim(log.reserve() + KEPT);
        } catch (IOException e) {
            // A free file more, or one that is not open yet: the next turn tries again.
        }
    }

    private boolean waitForHanded() throws InterruptedException {
        var last = handed;
        handed = null;
        if (last == null) {
            return false;
        }
        try {
            last.await();
        } catch (SpoolException e) {
            // The mover sees it.
        }
        return true;
    }

    private void snapshot() {
        snapshotAt = log.recordBytes();
        if (log.stopped() != null) {
            return;
        }
        try {
            snapshotSize = Snapshot.write(log, disk);
        } catch (IOException e) {
            // The one before still stands, or none: a restart reads more.
        }
    }

    /// Ends the background work.
    void close() throws InterruptedException {
        ended.countDown();
        thread.join();
    }
}
