package org.restante.app.hooks;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what is due to a hook, each payload on a thread of its own, and tells the queue what it came to. May be shared.
final class HookCourier {
    private static final Logger LOG = LoggerFactory.getLogger(HookCourier.class);

    private final HookSettings settings;
    private final InstantSource clock;
    private final HookQueue queue;
    private final DeadLetters dead;
    private final HookDoor door;
    private final Bell bell;

    /// Those under way; guarded by itself.
    private final Set<Thread> sending = new HashSet<>();

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong bugs = new AtomicLong();
    private volatile @Nullable Instant lastTaken;
    private volatile Hook.@Nullable Trouble lastTrouble;
    private volatile boolean stopping;
    private volatile boolean closed;

    /// @param bell rings when something came to its end
    HookCourier(HookSettings settings, InstantSource clock, HookMemory memory, Bell bell) {
        this.settings = settings;
        this.clock = clock;
        this.queue = memory.queue();
        this.dead = memory.dead();
        this.bell = bell;
        door = new HookDoor(settings, clock);
    }

    long taken() {
        return taken.get();
    }

    long failed() {
        return failed.get();
    }

    long bugs() {
        return bugs.get();
    }

    @Nullable Instant lastTaken() {
        return lastTaken;
    }

    Hook.@Nullable Trouble lastTrouble() {
        return lastTrouble;
    }

    /// One try of a payload that is not of the queue.
    Answered test(Letter letter) throws InterruptedException {
        return door.send(letter);
    }

    /// Begins to send as many of those that are due as may be under way.
    void sendWhatIsDue() {
        for (var next = next(); next.isPresent(); next = next()) {
            begin(next.get());
        }
    }

    private Optional<Letter> next() {
        return stopping ? Optional.empty() : queue.take(clock.instant());
    }

    private void begin(Letter letter) {
        var sender =
                Thread.ofVirtual()
                        .name("webhook " + settings.name() + " " + letter.id())
                        .unstarted(() -> sendOneAfterAnother(letter));
        boolean isUnderWay = false;
        synchronized (sending) {
            sending.add(sender);
        }
        try {
            sender.start();
            isUnderWay = true;
        } finally {
            if (!isUnderWay) {
                queue.giveBack(letter);
                ended(sender);
            }
        }
    }

    private void ended(Thread sender) {
        synchronized (sending) {
            sending.remove(sender);
            sending.notifyAll();
        }
        bell.ring();
    }

    /// Sends it, and then what is due next.
    private void sendOneAfterAnother(Letter first) {
        try {
            for (var next = Optional.of(first); next.isPresent(); next = next()) {
                send(next.get());
                bell.ring();
            }
        } catch (RuntimeException e) {
            bugs.incrementAndGet();
            LOG.error("a bug; a thread of webhook {} ends", settings.name(), e);
        } finally {
            ended(Thread.currentThread());
        }
    }

    /// Whatever happens, nobody else waits for this payload to come back.
    private void send(Letter letter) {
        boolean isTold = false;
        try {
            tell(letter, answered(letter));
            isTold = true;
        } catch (InterruptedException e) {
            LOG.debug("webhook {} is stopped; {} is sent again", settings.name(), letter.id());
        } finally {
            if (!isTold) {
                queue.giveBack(letter);
            }
        }
    }

    private Answered answered(Letter letter) throws InterruptedException {
        try {
            return door.send(letter);
        } catch (RuntimeException e) {
            bugs.incrementAndGet();
            LOG.error("a bug; webhook {} did not get {}", settings.name(), letter.id(), e);
            return new Answered.Refused("a bug here: " + e.getMessage());
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
            lastTrouble = new Hook.Trouble(now, answered.words());
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
        boolean isBuried = false;
        try {
            dead.add(letter);
            queue.buried(letter);
            isBuried = true;
            LOG.warn(
                    "webhook {} did not take {} ({}) in {} tries: {}; it is a dead letter",
                    settings.name(),
                    letter.id(),
                    letter.type(),
                    letter.tries(),
                    letter.trouble());
        } catch (ClosedByInterruptException e) {
            LOG.debug("webhook {} is stopped while it buries", settings.name());
        } catch (IOException e) {
            LOG.error("webhook {}: a dead letter is not kept: {}", settings.name(), e.toString());
        } finally {
            if (!isBuried) {
                queue.giveBack(letter);
            }
        }
    }

    /// Begins nothing more.
    void stop() {
        stopping = true;
    }

    /// Waits until nothing is under way, so long at most.
    void await(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        synchronized (sending) {
            for (long left = nanos;
                    !sending.isEmpty() && left > 0;
                    left = deadline - System.nanoTime()) {
                sending.wait(1 + left / 1_000_000);
            }
        }
    }

    /// From now on nothing is believed that is still answered.
    void close() {
        stopping = true;
        closed = true;
    }

    /// Cuts off what is under way, and waits for it so long at most; nobody calls [#sendWhatIsDue] any more.
    void cutOff(long nanos) throws InterruptedException {
        close();
        synchronized (sending) {
            sending.forEach(Thread::interrupt);
        }
        door.close();
        await(nanos);
    }
}
