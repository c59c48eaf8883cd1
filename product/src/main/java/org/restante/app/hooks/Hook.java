package org.restante.app.hooks;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private static final int MOST_DEAD = 10_000;
    private static final long MOST_DEAD_OCTETS = 16 << 20;
    private static final long LOOK_MILLIS = 100;
    private static final long AFTER_TROUBLE_MILLIS = 5_000;
    private static final long SAVE_EACH_NANOS = 1_000_000_000L;
    private static final long UNDER_WAY_NANOS = 1_000_000_000L;

    private final HookSettings settings;
    private final InstantSource clock;
    private final HookFiles files;
    private final DeadLetters dead;
    private final HookQueue queue;
    private final HookReading reading;
    private final HookDoor door;
    private final String sum;
    private final String whose;
    private final Thread thread;
    private final Set<Thread> sending = new HashSet<>();
    private final Object saving = new Object();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable Instant lastTaken;
    private volatile @Nullable Trouble lastTrouble;
    private volatile boolean stopping;
    private volatile boolean closed;
    private volatile long saved = System.nanoTime();

    /// Grows when there may be something to do; guarded by `sending`.
    private long news;

    /// What went wrong last.
    public record Trouble(Instant at, String words) {}

    /// How it is.
    ///
    /// @param waiting payloads read and not taken
    /// @param behindSeconds how old the event is that was read last; 0 when all are read
    /// @param taken and failed: tries since the start
    /// @param gone what it said when it wanted no more
    public record Standing(
            HookSettings settings,
            int waiting,
            long behindSeconds,
            long taken,
            long failed,
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
        sum = sum(settings.to().toString());
        files = new HookFiles(folder, settings.name());
        dead =
                new DeadLetters(
                        folder.resolve(settings.name() + ".dead"), MOST_DEAD, MOST_DEAD_OCTETS);
        whose = sum(settings.whose());
        var known = files.read();
        var state =
                known.isPresent()
                        ? meant(known.get())
                        : new HookState(sum, HookReading.end(events), null, List.of());
        queue = new HookQueue(settings.connections(), settings.tries(), state, chance);
        if (!known.equals(Optional.of(state.of(whose)))) {
            files.write(queue.state(sum).of(whose));
        }
        if (!Objects.equals(state.to(), sum)) {
            queue.comesBack();
        }
        reading = new HookReading(events, settings, queue, state.place());
        door = new HookDoor(settings, clock);
        thread =
                Thread.ofPlatform()
                        .name("webhook " + settings.name())
                        .daemon()
                        .unstarted(this::run);
    }

    /// What waits and what is dead was meant for whoever had this name before: another host, tenant or kind must not get it.
    private HookState meant(HookState state) throws IOException {
        var before = state.whose();
        if (before == null || before.equals(whose)) {
            return state;
        }
        var aside = dead.putAside(state.letters(), clock.instant());
        aside.ifPresent(file ->
                LOG.warn(
                        "webhook {} has another host, tenant or kind than before: the payloads that were not taken before are put aside in {}",
                        settings.name(),
                        file));
        return state.withoutLetters();
    }

    void start() {
        thread.start();
    }

    public HookSettings settings() {
        return settings;
    }

    private void run() {
        try {
            while (!stopping) {
                look();
            }
        } catch (InterruptedException e) {
            // It is closed.
        } catch (RuntimeException e) {
            LOG.error("a bug; webhook {} is sent nothing any more", settings.name(), e);
        }
    }

    private void look() throws InterruptedException {
        long seen;
        synchronized (sending) {
            seen = news;
        }
        boolean isMore = false;
        try {
            isMore = reading.read(clock.instant());
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            LOG.warn("webhook {}: the journal cannot be read: {}", settings.name(), e.toString());
            closeReading();
            Thread.sleep(AFTER_TROUBLE_MILLIS);
        }
        send();
        if (queue.hasChanged() && System.nanoTime() - saved > SAVE_EACH_NANOS) {
            save();
        }
        synchronized (sending) {
            boolean isIdle = !isMore || !queue.wantsMore(clock.instant());
            if (isIdle && news == seen && !stopping) {
                sending.wait(LOOK_MILLIS);
            }
        }
    }

    private void closeReading() {
        try {
            reading.close();
        } catch (IOException e) {
            LOG.debug("the journal did not close", e);
        }
    }

    private void send() {
        for (var next = queue.take(clock.instant());
                next.isPresent() && !stopping;
                next = queue.take(clock.instant())) {
            var letter = next.get();
            var sender =
                    Thread.ofVirtual()
                            .name("webhook " + settings.name() + " " + letter.id())
                            .unstarted(() -> send(letter));
            synchronized (sending) {
                sending.add(sender);
            }
            sender.start();
        }
    }

    /// Sends it, and then what is due next.
    private void send(Letter first) {
        try {
            for (var next = Optional.of(first);
                    next.isPresent();
                    next = stopping ? Optional.empty() : queue.take(clock.instant())) {
                sendOne(next.get());
                wake();
            }
        } finally {
            synchronized (sending) {
                sending.remove(Thread.currentThread());
            }
            wake();
        }
    }

    private void sendOne(Letter letter) {
        try {
            tell(letter, door.send(letter));
        } catch (InterruptedException e) {
            queue.giveBack(letter);
        } catch (RuntimeException e) {
            LOG.error("a bug; webhook {} did not get {}", settings.name(), letter.id(), e);
            queue.done(
                            letter,
                            new Answered.Refused("a bug here: " + e.getMessage()),
                            clock.instant())
                    .ifPresent(this::bury);
        }
    }

    private void tell(Letter letter, Answered answered) {
        if (closed) {
            queue.giveBack(letter);
            return;
        }
        var now = clock.instant();
        if (answered instanceof Answered.Taken) {
            taken.incrementAndGet();
            lastTaken = now;
        } else {
            failed.incrementAndGet();
            lastTrouble = new Trouble(now, answered.words());
            LOG.debug("webhook {}: {}: {}", settings.name(), letter.id(), answered.words());
        }
        if (answered instanceof Answered.Gone(var why)) {
            LOG.error(
                    "webhook {} wants no more ({}); 'restante webhooks test {}' begins again once it takes payloads",
                    settings.name(),
                    why,
                    settings.name());
        }
        queue.done(letter, answered, now).ifPresent(this::bury);
    }

    /// Where it cannot be written it is tried again later as if it were not the last time.
    private void bury(Letter letter) {
        try {
            dead.add(letter);
            queue.buried(letter);
            LOG.warn(
                    "webhook {} did not take {} ({}) in {} tries: {}; it is a dead letter",
                    settings.name(),
                    letter.id(),
                    letter.type(),
                    letter.tries(),
                    letter.trouble());
        } catch (ClosedByInterruptException e) {
            queue.giveBack(letter);
        } catch (IOException e) {
            LOG.error("webhook {}: a dead letter is not kept: {}", settings.name(), e.toString());
            queue.giveBack(letter);
        }
    }

    private void save() {
        synchronized (saving) {
            saved = System.nanoTime();
            try {
                files.write(queue.state(sum).of(whose));
            } catch (ClosedByInterruptException e) {
                queue.notWritten();
            } catch (IOException e) {
                queue.notWritten();
                LOG.error(
                        "webhook {}: how far it is cannot be kept: {}",
                        settings.name(),
                        e.toString());
            }
        }
    }

    /// Sends a payload that does not come from the journal; on disk before this returns. Where no more may wait it is a dead letter at once.
    ///
    /// @throws IOException when it cannot be kept; where there was room it is sent all the same while the server runs
    public void post(Letter letter) throws IOException {
        if (queue.put(letter) == HookQueue.Put.NO_ROOM) {
            dead.add(letter.because("as many wait as may", clock.instant()));
            LOG.warn(
                    "webhook {}: {} payloads wait; {} ({}) is a dead letter",
                    settings.name(),
                    HookQueue.MOST,
                    letter.id(),
                    letter.type());
            return;
        }
        wake();
        keep();
    }

    private void keep() throws IOException {
        synchronized (saving) {
            try {
                files.write(queue.state(sum).of(whose));
            } catch (IOException e) {
                queue.notWritten();
                throw e;
            }
        }
    }

    private void wake() {
        synchronized (sending) {
            news++;
            sending.notifyAll();
        }
    }

    /// Sends a payload once and at once, beside what waits. A hook that wanted no more gets all again when it takes it.
    public Answered test(Letter letter) throws InterruptedException {
        var answered = door.send(letter);
        if (answered instanceof Answered.Taken) {
            queue.comesBack();
            save();
            wake();
        }
        return answered;
    }

    /// The oldest first.
    public List<Letter> dead() throws IOException {
        return dead.all();
    }

    /// Tries dead letters again from the beginning, the oldest first, as many as there is room for.
    ///
    /// @return how many
    public int replay(Predicate<Letter> meant) throws IOException {
        var now = clock.instant();
        var ids = new HashSet<String>();
        for (var letter : dead.all()) {
            if (meant.test(letter) && queue.put(letter.again(now)) == HookQueue.Put.IN) {
                ids.add(letter.id());
            }
        }
        keep();
        dead.remove(letter -> ids.contains(letter.id()));
        wake();
        return ids.size();
    }

    public Standing standing() {
        var now = clock.instant();
        var at = queue.standing(now);
        return new Standing(
                settings,
                at.waiting(),
                reading.behindSeconds(now),
                taken.get(),
                failed.get(),
                dead.count(),
                at.gone(),
                at.restsUntil(),
                lastTaken,
                lastTrouble);
    }

    /// Stops without a word to the disk, as when the process is killed.
    void abandon() throws InterruptedException {
        stopping = true;
        closed = true;
        thread.interrupt();
        synchronized (sending) {
            sending.forEach(Thread::interrupt);
        }
        thread.join();
        closeReading();
        door.close();
    }

    /// Begins nothing more.
    void stop() {
        stopping = true;
        wake();
    }

    /// What is under way may end for a moment, so that it is not sent once more at the next start.
    @Override
    public void close() throws InterruptedException {
        stop();
        long deadline = System.nanoTime() + UNDER_WAY_NANOS;
        synchronized (sending) {
            for (long left = UNDER_WAY_NANOS;
                    !sending.isEmpty() && left > 0;
                    left = deadline - System.nanoTime()) {
                sending.wait(1 + left / 1_000_000);
            }
        }
        abandon();
        save();
    }

    private static String sum(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
