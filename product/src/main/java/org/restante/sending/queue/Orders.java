package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.restante.sending.routing.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people and responses ordered of a queue: values of the spool, `act/` and their id. What stands is kept here and followed when mail is
/// handed out; what goes through mail has a thread while it does. Guarded by its lock, which is not held while the disk is waited for.
final class Orders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final String NAME = "act/";
    private static final int REMEMBERED = 200;

    /// When a passage that our own disk stopped goes on.
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);

    private static final Comparator<Order> IN_TIME =
            Comparator.comparing(Order::at).thenComparing(Order::id);

    private final Queue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UUID, Order> standing = new LinkedHashMap<>();
    private final Map<UUID, Order> running = new LinkedHashMap<>();
    private final Deque<Order> over = new ArrayDeque<>();
    private boolean closed;

    Orders(Queue queue) {
        this.queue = queue;
    }

    /// Takes up what was ordered before; called before mail is handed out.
    void start() {
        List<OrderJson.Kept> kept = new ArrayList<>();
        queue.spool()
                .controls(NAME)
                .forEach((name, value) -> {
                    try {
                        kept.add(OrderJson.of(value));
                    } catch (IllegalArgumentException e) {
                        LOG.error(
                                "the order {} cannot be read and is not followed: {}",
                                name,
                                e.getMessage());
                    }
                });
        lock.lock();
        try {
            kept.stream()
                    .map(OrderJson.Kept::order)
                    .sorted(IN_TIME)
                    .forEach(order ->
                            (order.act().stands() ? standing : running).put(order.id(), order));
        } finally {
            lock.unlock();
        }
        follow();
        Thread.ofVirtual().name("orders end").start(this::endInTime);
    }

    /// Goes on with what a restart interrupted; called when mail is handed out.
    void goOn() {
        for (var value : queue.spool().controls(NAME).values()) {
            try {
                var kept = OrderJson.of(value);
                if (!kept.order().act().stands()) {
                    begin(kept.order(), from(kept));
                }
            } catch (IllegalArgumentException e) {
                // Told when it was taken up.
            }
        }
    }

    /// What may be done twice begins anew, for the sake of what was in somebody's hand.
    private static @Nullable UUID from(OrderJson.Kept kept) {
        return switch (kept.order().act()) {
            case Act.Remove _, Act.Bounce _, Act.Move _ -> null;
            case Act.Release _, Act.Retry _ -> kept.after();
            case Act.Hold _, Act.Pause _, Act.Limit _ -> null;
        };
    }

    /// @throws IllegalArgumentException when it is over before it begins, or names a pool that is not there
    Order act(Act act, By by) throws IOException {
        var now = queue.time().now();
        act.end()
                .filter(end -> !end.isAfter(now))
                .ifPresent(end -> {
                    throw new IllegalArgumentException("until " + end + " is over; it is " + now);
                });
        if (act instanceof Act.Move(var mail, var pool)) {
            requirePool(pool);
        }
        var id = queue.chronicle().newId(now);
        var progress = act.stands() ? Order.Progress.STANDS : Order.Progress.RUNS;
        var order = new Order(id, act, by, now, 0, 0, progress);
        keep(order, null, queue.chronicle().order(order));
        LOG.info("{} by {}: {}", act.words(), by.actor(), by.reason());
        lock.lock();
        try {
            (act.stands() ? standing : running).put(id, order);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (act.stands()) {
            follow();
        } else {
            begin(order, null);
        }
        return order;
    }

    private void requirePool(String pool) {
        var names = queue.pools().all().stream().map(Pool::name).toList();
        if (!names.contains(pool)) {
            throw new IllegalArgumentException(
                    "there is no pool '" + pool + "'; one of " + String.join(", ", names));
        }
    }

    private void keep(Order order, @Nullable UUID after, byte[] event) throws IOException {
        write(order.id(), OrderJson.toBytes(order, after), event);
    }

    private void write(UUID id, byte @Nullable [] value, byte[] event) throws IOException {
        try {
            queue.spool().control(NAME + id, value, event).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /// What stands now counts from now on.
    private void follow() {
        List<Order> all;
        lock.lock();
        try {
            all = List.copyOf(standing.values());
        } finally {
            lock.unlock();
        }
        queue.holds().set(all);
        queue.heldMail().changed();
        queue.orderLanes(all.stream().flatMap(order -> order.act().lanesMeant().stream()).toList());
    }

    /// On a thread of the system's: a pass reads whole files, and would hold one of the few threads that carry mail as long.
    private void begin(Order order, @Nullable UUID from) {
        Thread.ofPlatform().name(order.act().words()).daemon().start(() -> pass(order, from));
    }

    private void pass(Order order, @Nullable UUID from) {
        var after = new UUID[] {from};
        while (true) {
            try {
                var now = running(order.id());
                if (now == null) {
                    return;
                }
                new Passage(
                                queue,
                                now,
                                (at, done, seen) -> reached(after, order.id(), at, done, seen))
                        .run(after[0]);
                ended(order.id());
                return;
            } catch (IOException e) {
                LOG.error("'{}' cannot go on now: {}", order.act().words(), e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            if (!sleep(AFTER_TROUBLE)) {
                return;
            }
        }
    }

    private @Nullable Order running(UUID id) {
        lock.lock();
        try {
            return closed ? null : running.get(id);
        } finally {
            lock.unlock();
        }
    }

    private boolean reached(UUID[] after, UUID id, @Nullable UUID at, long done, long seen)
            throws IOException {
        Order now;
        lock.lock();
        try {
            var before = running.get(id);
            if (closed || before == null) {
                return false;
            }
            now = before.with(done, seen, Order.Progress.RUNS);
            running.put(id, now);
        } finally {
            lock.unlock();
        }
        after[0] = at;
        keep(now, at, new byte[0]);
        return true;
    }

    /// The passage has come to its end, unless somebody ended it before. It is over once the journal says so.
    private void ended(UUID id) throws IOException {
        var order = running(id);
        if (order == null) {
            return;
        }
        write(id, null, queue.chronicle().over(order));
        LOG.info("{} is over: {} recipients", order.act().words(), order.done());
        close(order);
        queue.heldMail().changed();
    }

    /// Of two who end it one remembers it.
    private void close(Order order) {
        lock.lock();
        try {
            var stood = standing.remove(order.id());
            var ran = running.remove(order.id());
            if (ran != null) {
                remember(ran);
            } else if (stood != null) {
                remember(stood);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(Order order) {
        over.addLast(order.with(order.done(), order.seen(), Order.Progress.OVER));
        if (over.size() > REMEMBERED) {
            over.removeFirst();
        }
    }

    private boolean sleep(Duration time) {
        lock.lock();
        try {
            if (!closed) {
                changed.await(time.toMillis(), TimeUnit.MILLISECONDS);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// @throws IllegalArgumentException when no such order stands or runs
    Order undo(UUID id, By by) throws IOException {
        Order order;
        lock.lock();
        try {
            order = standing.containsKey(id) ? standing.get(id) : running.get(id);
        } finally {
            lock.unlock();
        }
        if (order == null) {
            throw new IllegalArgumentException(
                    order(id)
                            .map(it ->
                                    "'" + it.act().words() + "' is over and cannot be taken back")
                            .orElse("no act " + id + " stands or runs"));
        }
        return end(order, by);
    }

    private Order end(Order order, By by) throws IOException {
        write(order.id(), null, queue.chronicle().undone(order, by));
        LOG.info("{} is taken back by {}: {}", order.act().words(), by.actor(), by.reason());
        close(order);
        if (order.act().stands()) {
            follow();
            wake(order.act());
        }
        return order.with(order.done(), order.seen(), Order.Progress.OVER);
    }

    /// What an order kept back goes on.
    private void wake(Act act) {
        switch (act) {
            case Act.Hold(var mail, var until) ->
                    Thread.ofPlatform()
                            .name("let go " + mail)
                            .daemon()
                            .start(() -> new Refiling(queue, mail).run());
            case Act.Pause(var reach, var until) -> reach.domain().ifPresent(queue::wake);
            case Act.Limit _,
                    Act.Release _,
                    Act.Retry _,
                    Act.Remove _,
                    Act.Bounce _,
                    Act.Move _ -> {}
        }
    }

    private void endInTime() {
        while (true) {
            List<Order> due;
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                var now = queue.time().now();
                due = standing.values().stream().filter(it -> isOver(it, now)).toList();
                if (due.isEmpty()) {
                    long wait =
                            standing.values().stream()
                                    .flatMap(it -> it.act().end().stream())
                                    .mapToLong(it -> Duration.between(now, it).toMillis() + 1)
                                    .min()
                                    .orElse(3_600_000);
                    changed.await(Math.clamp(wait, 1, 3_600_000), TimeUnit.MILLISECONDS);
                    continue;
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            for (var order : due) {
                try {
                    end(order, new By(order.by().actor(), "its time is over", order.by().tenant()));
                } catch (IOException e) {
                    LOG.error("'{}' cannot be ended: {}", order.act().words(), e.getMessage());
                    if (!sleep(AFTER_TROUBLE)) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean isOver(Order order, Instant now) {
        return order.act().end().filter(end -> !end.isAfter(now)).isPresent();
    }

    /// Those that stand and run, oldest first; the last {@value #REMEMBERED} that are over with them.
    List<Order> all(boolean withOver) {
        lock.lock();
        try {
            List<Order> all = new ArrayList<>();
            if (withOver) {
                all.addAll(over);
            }
            all.addAll(standing.values());
            all.addAll(running.values());
            all.sort(IN_TIME);
            return all;
        } finally {
            lock.unlock();
        }
    }

    Optional<Order> order(UUID id) {
        return all(true).stream().filter(order -> order.id().equals(id)).findFirst();
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
