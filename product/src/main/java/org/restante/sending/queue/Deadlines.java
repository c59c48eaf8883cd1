package org.restante.sending.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.sending.backlog.Line;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.bounce.Notification;
import org.restante.sending.bounce.Notification.Action;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Facts;
import org.restante.sending.dispatch.LastWord;
import org.restante.sending.dispatch.Settled;
import org.restante.sending.spool.Commit;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to a message at its time, whether its lane is open or not: the sender is told of the delay, its time is over. A line of
/// messages, each by what comes next for it; one that is gone within a minute never gets in. One thread looks after it.
final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private static final long MINUTE_MILLIS = 60_000;
    private static final long SECOND_MILLIS = 1_000;

    private static final int SWEEP_SECONDS = 600;

    /// Messages seen to before the disk is waited for.
    private static final int AT_ONCE = 256;

    private static final Outcome NEVER_TRIED =
            new Outcome.Unfit("4.4.7", "Its time was over before it could be tried");
    private static final Outcome NOT_YET_TRIED =
            new Outcome.Unfit("4.4.0", "It could not be tried yet");

    private record Young(UUID id, long since, long deadline) {}

    /// How a recipient stands, whom nobody else touches meanwhile.
    private record Held(int ordinal, Recipient recipient, Standing standing) {}

    private final Queue queue;
    private final Line line;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Young> young = new ArrayDeque<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<Runnable> frees = new ArrayList<>();
    private @Nullable Thread thread;
    private boolean closed;

    Deadlines(Queue queue, Line line) {
        this.queue = queue;
        this.line = line;
    }

    void start() {
        thread = Thread.ofPlatform().name("queue-deadlines").daemon().start(this::run);
    }

    /// A message has come in.
    void accepted(UUID id, StoredMessage stored, Collection<Recipient> recipients) {
        boolean wantsDelay =
                recipients.stream().anyMatch(one -> one.wanted().contains(Notify.DELAY));
        long deadline = wantsDelay ? first(stored) : stored.expires().toEpochMilli();
        long now = queue.time().millis();
        if (deadline <= now + MINUTE_MILLIS) {
            wait(id, deadline);
            return;
        }
        lock.lock();
        try {
            young.addLast(new Young(id, now, deadline));
        } finally {
            lock.unlock();
        }
    }

    /// Messages that have a deadline in the line.
    int size() {
        return line.size();
    }

    /// The message is looked at again in a minute, whatever its time.
    void again(UUID id) {
        wait(id, queue.time().millis() + MINUTE_MILLIS);
    }

    /// A message was in the spool at start.
    void refiled(UUID id, StoredMessage stored) {
        wait(id, first(stored));
    }

    private long first(StoredMessage stored) {
        long expires = stored.expires().toEpochMilli();
        return stored.reversePath().mailbox().isEmpty()
                ? expires
                : Math.min(expires, delayTold(stored).toEpochMilli());
    }

    private Instant delayTold(StoredMessage stored) {
        return stored.receivedAt().plus(queue.settings().delayNotice());
    }

    private void wait(UUID id, long deadline) {
        line.add(new Waiting(id, new int[] {0}, deadline, 0));
    }

    private void run() {
        try {
            for (int second = 1; pause(); second++) {
                if (second % SWEEP_SECONDS == 0) {
                    queue.sweep();
                }
                boolean isMore = true;
                while (isMore) {
                    isMore = look() == AT_ONCE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean pause() throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                changed.await(SECOND_MILLIS, TimeUnit.MILLISECONDS);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Sees to what is due; returns to how many messages, [#AT_ONCE] at most.
    int look() throws InterruptedException {
        long now = queue.time().millis();
        growUp(now);
        int seen = 0;
        try {
            for (; seen < AT_ONCE; seen++) {
                var due = line.take(now);
                if (due == null) {
                    break;
                }
                see(due.id(), now);
            }
            for (var commit : commits) {
                commit.await();
            }
        } catch (SpoolException e) {
            LOG.error("what became of mail whose time is over is not kept: {}", e.getMessage());
        } finally {
            commits.clear();
            frees.forEach(Runnable::run);
            frees.clear();
        }
        return seen;
    }

    private void growUp(long now) {
        while (true) {
            Young one;
            lock.lock();
            try {
                one = young.peekFirst();
                if (one == null || one.since() > now - MINUTE_MILLIS) {
                    return;
                }
                young.removeFirst();
            } finally {
                lock.unlock();
            }
            if (queue.spool().isHere(one.id())) {
                wait(one.id(), one.deadline());
            }
        }
    }

    private void see(UUID id, long now) throws InterruptedException {
        try {
            var message = queue.spool().message(id);
            var read = message.flatMap(queue.damaged()::read);
            if (message.isPresent() && read.isPresent()) {
                see(message.get(), read.get(), now);
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof SpoolException known && DamagedMail.isDamage(known)) {
                queue.damaged().found(id, known);
                return;
            }
            LOG.error("message {} is past its time and cannot be seen to", id, e);
            wait(id, now + MINUTE_MILLIS);
        }
    }

    private void see(SpooledMessage before, StoredMessage stored, long now)
            throws IOException, InterruptedException {
        boolean isOver = now >= stored.expires().toEpochMilli();
        List<Integer> ours = new ArrayList<>();
        boolean comesBack = false;
        for (int i = 0; i < before.recipients().size(); i++) {
            if (concerns(before, i, isOver)) {
                if (isHeld(before, stored, i)) {
                    comesBack = true;
                } else if (queue.claims().take(before.id(), i)) {
                    ours.add(i);
                    int ordinal = i;
                    frees.add(() -> queue.claims().free(before.id(), ordinal));
                } else {
                    comesBack = true;
                }
            }
        }
        if (!ours.isEmpty()) {
            var message = queue.spool().message(before.id());
            if (message.isPresent()) {
                comesBack |= !seeTo(message.get(), stored, ours, isOver);
            }
        }
        if (comesBack) {
            wait(before.id(), now + MINUTE_MILLIS);
        } else if (!isOver) {
            wait(before.id(), stored.expires().toEpochMilli());
        }
    }

    /// What a person holds does not end meanwhile, and nobody is told of a delay.
    private boolean isHeld(SpooledMessage message, StoredMessage stored, int ordinal)
            throws IOException {
        var recipient = message.recipients().get(ordinal);
        if (queue.holds().isEmpty() && Detail.of(recipient.standing()).exported().isEmpty()) {
            return false;
        }
        var address = StoredMessage.recipient(recipient.address());
        return new Roll(queue).of(message, stored, ordinal, address, false).heldBy() != null;
    }

    private static boolean concerns(SpooledMessage message, int ordinal, boolean isOver)
            throws IOException {
        var recipient = message.recipients().get(ordinal);
        if (recipient.standing().done()) {
            return false;
        }
        return isOver
                || StoredMessage.recipient(recipient.address()).wanted().contains(Notify.DELAY)
                        && !Detail.of(recipient.standing()).isDelayTold();
    }

    /// False when it must be tried again.
    private boolean seeTo(
            SpooledMessage message, StoredMessage stored, List<Integer> ours, boolean isOver)
            throws IOException, InterruptedException {
        List<Held> held = new ArrayList<>();
        for (int ordinal : ours) {
            if (concerns(message, ordinal, isOver)) {
                var recipient = message.recipients().get(ordinal);
                held.add(
                        new Held(
                                ordinal,
                                StoredMessage.recipient(recipient.address()),
                                recipient.standing()));
            }
        }
        List<LastWord> words = new ArrayList<>();
        List<Notification.Of> told = new ArrayList<>();
        for (var one : held) {
            var word = lastWord(message.id(), stored, one, isOver ? NEVER_TRIED : NOT_YET_TRIED);
            words.add(word);
            if (!isOver || one.recipient().wanted().contains(Notify.FAILURE)) {
                told.add(notice(one, word, stored, isOver));
            }
        }
        if (!queue.notifier().tell(stored, message, told)) {
            return false;
        }
        for (int i = 0; i < held.size(); i++) {
            var one = held.get(i);
            commits.add(
                    isOver
                            ? expired(message, stored, one, words.get(i))
                            : delayTold(message.id(), one));
        }
        return true;
    }

    private static Notification.Of notice(
            Held one, LastWord word, StoredMessage stored, boolean isOver) {
        return new Notification.Of(
                one.recipient(),
                isOver ? Action.FAILED : Action.DELAYED,
                word.settled().outcome(),
                word.settled().verdict(),
                word.facts().mxHost(),
                null,
                isOver ? null : stored.expires());
    }

    private Commit expired(SpooledMessage message, StoredMessage stored, Held one, LastWord word)
            throws SpoolException, InterruptedException {
        int made = madeAttempts(one.standing());
        var event =
                queue.chronicle()
                        .attempt(
                                message.id(),
                                stored,
                                message.bodyBytes(),
                                one.recipient(),
                                made,
                                false,
                                true,
                                null,
                                word.settled(),
                                word.facts());
        return queue.spool()
                .change(
                        message.id(),
                        one.ordinal(),
                        Standing.done(State.EXPIRED.number, made),
                        event);
    }

    /// The first attempt is counted before it is made.
    private static int madeAttempts(Standing standing) {
        return standing.state() == State.FIRST.number ? 0 : standing.attempts();
    }

    private Commit delayTold(UUID id, Held one) throws SpoolException, InterruptedException {
        var standing = one.standing();
        return queue.spool()
                .change(
                        id,
                        one.ordinal(),
                        new Standing(
                                standing.state(),
                                false,
                                standing.attempts(),
                                standing.due(),
                                Detail.of(standing).withDelayTold().toBytes()),
                        new byte[0]);
    }

    /// Why it has waited: what its lane has heard, when that keeps it; what was said of itself; or that nobody said anything.
    private LastWord lastWord(UUID id, StoredMessage stored, Held one, Outcome unsaid) {
        var detail = Detail.of(one.standing());
        var pool = detail.pool().orElse(stored.pool());
        var bucket = queue.bucket(stored.in(pool), one.recipient(), id);
        var dispatch = queue.dispatch();
        if (dispatch != null) {
            var ofLane = dispatch.lastWord(bucket);
            if (ofLane.isPresent()) {
                return ofLane.get();
            }
        }
        var outcome = detail.lastWord().orElse(unsaid);
        var settled =
                dispatch == null
                        ? new Settled(outcome, null, false)
                        : dispatch.judged(outcome, null);
        return new LastWord(
                settled,
                new Facts(
                        "",
                        bucket.domain(),
                        null,
                        detail.host().orElse(null),
                        null,
                        bucket.source(),
                        null,
                        null,
                        null));
    }

    /// The clock has moved otherwise than this machine's: whoever waits looks at it anew.
    void lookAtTheClock() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        var running = thread;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
