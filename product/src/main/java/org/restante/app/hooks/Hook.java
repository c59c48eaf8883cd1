package org.restante.app.hooks;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One hook at work: reads the journal from its own place, sends, tries again, and remembers. Each payload is sent at least once, whatever
/// is killed when; who gets one twice knows it by its id. May be shared.
public final class Hook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hook.class);
    private static final long LOOK_MILLIS = 100;
    private static final long FIRST_REST_NANOS = 1_000_000_000L;
    private static final int MOST_DOUBLINGS = 5;
    private static final long UNDER_WAY_NANOS = 1_000_000_000L;
    private static final long CUT_OFF_NANOS = 10_000_000_000L;

    private final HookSettings settings;
    private final InstantSource clock;
    private final HookMemory memory;
    private final HookQueue queue;
    private final HookReading reading;
    private final HookCourier courier;
    private final Bell bell = new Bell();
    private final Thread thread;
    private final AtomicLong bugs = new AtomicLong();
    private volatile boolean stopping;

    /// What went wrong last.
    public record Trouble(Instant at, String words) {}

    /// How it is.
    ///
    /// @param waiting payloads read and not taken
    /// @param behindSeconds how old the event is that was read last; 0 when all are read
    /// @param taken and failed: tries since the start
    /// @param bugs of ours since the start; the log has each
    /// @param gone what it said when it wanted no more
    public record Standing(
            HookSettings settings,
            int waiting,
            long behindSeconds,
            long taken,
            long failed,
            long bugs,
            int dead,
            @Nullable String gone,
            @Nullable Instant restsUntil,
            @Nullable Instant lastTaken,
            @Nullable Trouble lastTrouble) {}

    /// @param folder of its files
    /// @param events the journal's folder
    Hook(
            HookSettings settings,
            Path folder,
            Path events,
            InstantSource clock,
            RandomGenerator chance)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        memory = new HookMemory(settings, folder, events, clock, chance);
        queue = memory.queue();
        reading = new HookReading(events, settings, queue, memory.found().place());
        courier = new HookCourier(settings, clock, memory, bell);
        thread =
                Thread.ofPlatform()
                        .name("webhook " + settings.name())
                        .daemon()
                        .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    public HookSettings settings() {
        return settings;
    }

    private void run() {
        try {
            int stumbles = 0;
            while (!stopping) {
                if (hasLooked()) {
                    stumbles = 0;
                } else {
                    rest(FIRST_REST_NANOS << Math.min(stumbles++, MOST_DOUBLINGS));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("webhook {} is closed", settings.name());
        }
    }

    /// False when something is wrong here; the journal is opened anew then, where it was.
    private boolean hasLooked() throws InterruptedException {
        try {
            look();
            return true;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            LOG.warn("webhook {}: the journal cannot be read: {}", settings.name(), e.toString());
        } catch (RuntimeException | Error e) {
            bugs.incrementAndGet();
            LOG.error("a bug; webhook {} rests and begins anew", settings.name(), e);
        }
        closeReading();
        return false;
    }

    private void look() throws InterruptedException, IOException {
        long heard = bell.rings();
        boolean isMore = reading.read(clock.instant());
        courier.sendWhatIsDue();
        memory.saveInTime();
        boolean isIdle = !isMore || !queue.wantsMore(clock.instant());
        if (isIdle && !stopping) {
            bell.await(heard, LOOK_MILLIS);
        }
    }

    private void rest(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopping; left = until - System.nanoTime()) {
            bell.await(bell.rings(), 1 + left / 1_000_000);
        }
    }

    private void closeReading() {
        try {
            reading.close();
        } catch (IOException e) {
            LOG.debug("the journal did not close", e);
        }
    }

    /// Sends a payload that does not come from the journal; on disk before this returns. Where no more may wait it is a dead letter at once.
    ///
    /// @throws IOException when it cannot be kept; where there was room it is sent all the same while the server runs
    public void post(Letter letter) throws IOException {
        if (queue.put(letter) == HookQueue.Put.NO_ROOM) {
            memory.dead().add(letter.because("as many wait as may", clock.instant()));
            LOG.warn(
                    "webhook {}: {} payloads wait; {} ({}) is a dead letter",
                    settings.name(),
                    HookQueue.MOST,
                    letter.id(),
                    letter.type());
            return;
        }
        bell.ring();
        memory.keep();
    }

    /// Sends a payload once and at once, beside what waits. A hook that wanted no more gets all again when it takes it.
    public Answered test(Letter letter) throws InterruptedException {
        var answered = courier.test(letter);
        if (answered instanceof Answered.Taken) {
            queue.comesBack();
            memory.save();
            bell.ring();
        }
        return answered;
    }

    /// The oldest first.
    public List<Letter> dead() throws IOException {
        return memory.dead().all();
    }

    /// Tries dead letters again from the beginning, the oldest first, as many as there is room for.
    ///
    /// @return how many
    public int replay(Predicate<Letter> meant) throws IOException {
        var now = clock.instant();
        var ids = new HashSet<String>();
        for (var letter : memory.dead().all()) {
            if (meant.test(letter) && queue.put(letter.again(now)) == HookQueue.Put.IN) {
                ids.add(letter.id());
            }
        }
        memory.keep();
        memory.dead().remove(letter -> ids.contains(letter.id()));
        bell.ring();
        return ids.size();
    }

    public Standing standing() {
        var now = clock.instant();
        var at = queue.standing(now);
        return new Standing(
                settings,
                at.waiting(),
                reading.behindSeconds(now),
                courier.taken(),
                courier.failed(),
                bugs.get() + reading.bugs() + courier.bugs(),
                memory.dead().count(),
                at.gone(),
                at.restsUntil(),
                courier.lastTaken(),
                courier.lastTrouble());
    }

    /// Stops without a word to the disk, as when the process is killed.
    void abandon() throws InterruptedException {
        stopping = true;
        courier.close();
        thread.interrupt();
        thread.join();
        courier.cutOff(CUT_OFF_NANOS);
        closeReading();
    }

    /// Begins nothing more.
    void stop() {
        stopping = true;
        courier.stop();
        bell.ring();
    }

    /// What is under way may end for a moment, so that it is not sent once more at the next start.
    @Override
    public void close() throws InterruptedException {
        stop();
        courier.await(UNDER_WAY_NANOS);
        abandon();
        memory.save();
    }
}
