package org.restante.sending.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.sending.bounce.Notification;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.spool.Commit;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// Goes through the mail that was there when an order was given, page by page, and does what the order says. How far it has come is
/// on disk after each page, so a restart goes on from there; what is in somebody's hand is come back to. For one thread.
final class Passage {
    private static final int PAGE = 2000;

    /// Messages done before the disk is waited for.
    private static final int STRETCH = 64;

    /// What is still under way when the rest is done is looked at so often, and no longer than any attempt takes.
    private static final long AGAIN_MILLIS = 200;

    private static final int MOST_AGAIN = 20 * 60 * 5;

    /// Told after each page.
    interface Progress {
        /// @return whether to go on
        boolean reached(@Nullable UUID after, long done, long seen)
                throws IOException, InterruptedException;
    }

    private final Queue queue;
    private final Order order;
    private final Filter mail;
    private final Roll roll;
    private final Progress progress;
    private final List<UUID> again = new ArrayList<>();
    private long done;
    private long seen;

    Passage(Queue queue, Order order, Progress progress) {
        this.queue = queue;
        this.order = order;
        this.progress = progress;
        mail = order.act().mailMeant().orElseThrow();
        roll = new Roll(queue);
        done = order.done();
        seen = order.seen();
    }

    /// @param from the last message gone through before a restart
    void run(@Nullable UUID from) throws IOException, InterruptedException {
        var after = from;
        while (true) {
            var ids = queue.spool().ids(after, PAGE);
            for (int at = 0; at < ids.size(); at += STRETCH) {
                seen += stretch(ids.subList(at, Math.min(ids.size(), at + STRETCH)));
            }
            if (ids.isEmpty()) {
                break;
            }
            after = ids.getLast();
            if (!progress.reached(after, done, seen)) {
                return;
            }
        }
        comeBack(after);
    }

    private void comeBack(@Nullable UUID after) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_AGAIN && !again.isEmpty(); i++) {
            Thread.sleep(AGAIN_MILLIS);
            var now = List.copyOf(again);
            again.clear();
            stretch(now);
            if (!progress.reached(after, done, seen)) {
                return;
            }
        }
    }

    /// One recipient in our hand.
    private record Held(Recipient recipient, QueuedRecipient seen, Standing standing) {}

    /// What follows when the stretch is on disk.
    private record Row(
            StoredMessage stored,
            UUID id,
            int ordinal,
            Recipient recipient,
            String pool,
            Instant due) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Runnable> frees = new ArrayList<>();
    private @Nullable Commit last;

    private int stretch(List<UUID> ids) throws IOException, InterruptedException {
        try {
            var messages = queue.messages(ids);
            if (order.act() instanceof Act.Bounce) {
                bounce(messages);
            } else {
                for (var message : messages) {
                    message(message);
                }
            }
            if (last != null) {
                last.await();
            }
        } finally {
            last = null;
            frees.forEach(Runnable::run);
            frees.clear();
        }
        rows.forEach(row ->
                queue.file(
                        row.stored(),
                        row.id(),
                        row.ordinal(),
                        row.recipient(),
                        row.pool(),
                        row.due()));
        rows.clear();
        return ids.size();
    }

    /// Takes those of a message's recipients in hand who are meant; a message that came later is not.
    private List<Held> take(SpooledMessage message, StoredMessage stored) throws IOException {
        List<Integer> meant = new ArrayList<>();
        for (var it : roll.seen(message)) {
            if (!stored.receivedAt().isAfter(order.at()) && isMeant(it)) {
                meant.add(it.ordinal());
            }
        }
        if (meant.isEmpty()) {
            return List.of();
        }
        List<Integer> taken = new ArrayList<>();
        for (int ordinal : meant) {
            if (queue.claims().take(message.id(), ordinal)) {
                taken.add(ordinal);
                frees.add(() -> queue.claims().free(message.id(), ordinal));
            } else if (again.isEmpty() || !again.getLast().equals(message.id())) {
                again.add(message.id());
            }
        }
        return taken.isEmpty() ? List.of() : asTheyStandNow(message.id(), stored, taken);
    }

    private boolean isMeant(QueuedRecipient it) {
        return mail.matches(it, queue.time().now());
    }

    /// Now that nobody else changes them.
    private List<Held> asTheyStandNow(UUID id, StoredMessage stored, List<Integer> ordinals)
            throws IOException {
        List<Held> held = new ArrayList<>();
        for (var message : messages(id)) {
            for (int ordinal : ordinals) {
                var spooled = message.recipients().get(ordinal);
                if (!spooled.standing().done()) {
                    var recipient = StoredMessage.recipient(spooled.address());
                    var it = roll.of(message, stored, ordinal, recipient, false);
                    if (isMeant(it)) {
                        held.add(new Held(recipient, it, spooled.standing()));
                    }
                }
            }
        }
        return held;
    }

    private List<SpooledMessage> messages(UUID id) throws IOException {
        try {
            return queue.messages(List.of(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void message(SpooledMessage message) throws IOException, InterruptedException {
        var read = queue.damaged().read(message);
        if (read.isEmpty()) {
            return;
        }
        var stored = read.get();
        for (var one : take(message, stored)) {
            switch (order.act()) {
                case Act.Remove _ -> remove(stored, one);
                case Act.Retry _ -> retry(stored, one);
                case Act.Release _ -> release(stored, one);
                case Act.Move(var which, var pool) -> move(stored, one, pool);
                case Act.Bounce _, Act.Hold _, Act.Pause _, Act.Limit _ ->
                        throw new IllegalStateException("goes through no mail: " + order.act());
            }
        }
    }

    private void remove(StoredMessage stored, Held one) throws IOException, InterruptedException {
        var event = queue.chronicle().done(order, one.seen(), stored, one.recipient());
        store(one, Standing.done(State.REMOVED.number, one.seen().attempts()), event);
    }

    private void retry(StoredMessage stored, Held one) throws IOException, InterruptedException {
        var now = queue.time().now();
        if (one.seen().due().isAfter(now)) {
            waits(stored, one, Detail.of(one.standing()), now, new byte[0]);
        }
    }

    private void release(StoredMessage stored, Held one) throws IOException, InterruptedException {
        if (one.seen().state() != QueuedRecipient.State.HELD) {
            return;
        }
        var now = queue.time().now();
        var before = Detail.of(one.standing());
        if (order.by().tenant().isEmpty()) {
            var detail = before.withoutExport().withReleased(now);
            waits(stored, one, detail, one.seen().due(), new byte[0]);
            return;
        }
        // What the operator holds, or took out to another machine, stays with the operator.
        var detail = before.withReleasedByTenant(now);
        boolean isTheirs = before.exported().isEmpty() || before.isExportedByTenant();
        if (isTheirs && queue.holds().of(one.seen(), detail, now) == null) {
            waits(stored, one, detail.withoutExport(), one.seen().due(), new byte[0]);
        }
    }

    private void move(StoredMessage stored, Held one, String pool)
            throws IOException, InterruptedException {
        if (!one.seen().pool().equals(pool)) {
            var detail = Detail.of(one.standing()).withPool(pool);
            var event = queue.chronicle().done(order, one.seen(), stored, one.recipient());
            waits(stored, one, detail, one.seen().due(), event);
        }
    }

    private void waits(StoredMessage stored, Held one, Detail detail, Instant due, byte[] event)
            throws IOException, InterruptedException {
        var standing =
                new Standing(
                        State.WAITING.number,
                        false,
                        one.seen().attempts(),
                        due.toEpochMilli(),
                        detail.toBytes());
        store(one, standing, event);
        rows.add(
                new Row(
                        stored,
                        one.seen().id(),
                        one.seen().ordinal(),
                        one.recipient(),
                        detail.pool().orElse(stored.pool()),
                        due));
    }

    private void store(Held one, Standing standing, byte[] event)
            throws IOException, InterruptedException {
        last = queue.spool().change(one.seen().id(), one.seen().ordinal(), standing, event);
        done++;
    }

    /// Senders are told first, each on a thread of its own: each notice is waited for until it is on disk.
    private void bounce(List<SpooledMessage> messages) throws IOException, InterruptedException {
        record Given(SpooledMessage message, StoredMessage stored, List<Held> all) {}
        List<Given> given = new ArrayList<>();
        for (var message : messages) {
            var stored = queue.damaged().read(message);
            if (stored.isPresent()) {
                var all = take(message, stored.get());
                if (!all.isEmpty()) {
                    given.add(new Given(message, stored.get(), all));
                }
            }
        }
        List<java.util.concurrent.Future<Boolean>> told = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : given) {
                told.add(
                        threads.submit(() ->
                                queue.notifier()
                                        .tell(one.stored(), one.message(), notices(one.all()))));
            }
        }
        for (int i = 0; i < given.size(); i++) {
            if (told.get(i).resultNow()) {
                for (var one : given.get(i).all()) {
                    var event =
                            queue.chronicle()
                                    .done(
                                            order,
                                            one.seen(),
                                            given.get(i).stored(),
                                            one.recipient());
                    store(one, Standing.done(State.BOUNCED.number, one.seen().attempts()), event);
                }
            } else {
                throw new IOException("a sender cannot be told now; its message stays");
            }
        }
    }

    private List<Notification.Of> notices(List<Held> all) {
        var why = order.by().reason().isEmpty() ? "." : ": " + order.by().reason();
        var outcome = new Outcome.Unfit("5.3.0", "Given up by the postmaster of this server" + why);
        return all.stream()
                .map(Held::recipient)
                .filter(recipient -> recipient.wanted().contains(Notify.FAILURE))
                .map(recipient -> Notification.Of.untried(recipient, outcome))
                .toList();
    }
}
