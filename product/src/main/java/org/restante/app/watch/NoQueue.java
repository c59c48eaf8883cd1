package org.restante.app.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Ages;
import org.restante.sending.queue.By;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Damaged;
import org.restante.sending.queue.Facet;
import org.restante.sending.queue.Filter;
import org.restante.sending.queue.HoldingExport;
import org.restante.sending.queue.Order;
import org.restante.sending.queue.QueuedRecipient;

/// A log that is watched has no queue: nothing waits here, and nothing can be done to what another server holds.
final class NoQueue implements Control {
    private static final String WHY =
            "the mail is another server's: what is to be done is done there, as the configuration in the case file says";

    private static IllegalArgumentException notHere() {
        return new IllegalArgumentException(WHY);
    }

    @Override
    public Optional<String> whyNothing() {
        return Optional.of(WHY);
    }

    @Override
    public Order act(Act act, By by) {
        throw notHere();
    }

    @Override
    public Order undo(UUID act, By by) {
        throw notHere();
    }

    @Override
    public List<Order> orders(boolean over) {
        return List.of();
    }

    @Override
    public Optional<Order> order(UUID id) {
        return Optional.empty();
    }

    @Override
    public Page list(Filter filter, @Nullable String cursor, int most, Duration bound) {
        return new Page(List.of(), null, false);
    }

    @Override
    public Count count(Filter filter, @Nullable Facet by, @Nullable String cursor, Duration bound) {
        return new Count(0, 0, 0, Map.of(), new Ages(), null);
    }

    @Override
    public Export export(Filter filter, boolean holds, By by) {
        throw notHere();
    }

    @Override
    public List<HoldingExport> exports() {
        return List.of();
    }

    @Override
    public Optional<Map<UUID, Long>> held() {
        return Optional.of(Map.of());
    }

    @Override
    public Imported importFrom(Path file, By by) {
        throw notHere();
    }

    @Override
    public List<String> sites() {
        return List.of();
    }

    @Override
    public List<Lane> lanes() {
        return List.of();
    }

    @Override
    public List<Damaged> damaged() {
        return List.of();
    }

    @Override
    public List<QueuedRecipient> show(UUID message) {
        return List.of();
    }
}
