package org.restante.app.duty;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.By;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Damaged;
import org.restante.sending.queue.Facet;
import org.restante.sending.queue.Filter;
import org.restante.sending.queue.HoldingExport;
import org.restante.sending.queue.Order;
import org.restante.sending.queue.QueuedRecipient;

/// A queue that holds no mail and notes down what it is told to do; its orders end in time.
final class NotedControl implements Control {
    /// Each act as `words by actor: reason`.
    final List<String> done = new ArrayList<>();

    private final Map<UUID, Order> orders = new LinkedHashMap<>();
    private final InstantSource clock;

    NotedControl(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Order act(Act act, By by) {
        done.add(act.words() + " by " + by.actor() + ": " + by.reason());
        var order =
                new Order(
                        new UUID(1, orders.size()),
                        act,
                        by,
                        clock.instant(),
                        0,
                        0,
                        Order.Progress.STANDS);
        orders.put(order.id(), order);
        return order;
    }

    @Override
    public Order undo(UUID id, By by) {
        done.add("undo by " + by.actor() + ": " + by.reason());
        return over(orders.remove(id));
    }

    private static Order over(Order order) {
        return new Order(
                order.id(), order.act(), order.by(), order.at(), 0, 0, Order.Progress.OVER);
    }

    @Override
    public Optional<Order> order(UUID id) {
        return Optional.ofNullable(orders.get(id))
                .map(order ->
                        order.act().end().filter(end -> !clock.instant().isBefore(end)).isPresent()
                                ? over(order)
                                : order);
    }

    @Override
    public List<Order> orders(boolean over) {
        return List.copyOf(orders.values());
    }

    @Override
    public List<Damaged> damaged() {
        return List.of();
    }

    @Override
    public List<String> sites() {
        return List.of();
    }

    @Override
    public List<HoldingExport> exports() {
        return List.of();
    }

    @Override
    public Optional<Map<UUID, Long>> held() {
        return Optional.empty();
    }

    @Override
    public List<Lane> lanes() {
        return List.of();
    }

    @Override
    public Page list(Filter filter, @Nullable String cursor, int most, Duration bound) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Count count(Filter filter, @Nullable Facet by, @Nullable String cursor, Duration bound) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Export export(Filter filter, boolean holds, By by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Imported importFrom(Path file, By by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<QueuedRecipient> show(UUID message) {
        throw new UnsupportedOperationException();
    }
}
