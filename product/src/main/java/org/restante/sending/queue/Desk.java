package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.sending.dispatch.LaneStanding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control of a queue: what waits in it is walked through as asked, what is ordered goes to its [Orders].
final class Desk implements Control {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private static final Duration COUNTING = Duration.ofMillis(500);

    private static final String UNKNOWN = "(unknown)";

    /// The cause of those whom nobody refused so far.
    private static final String NOT_REFUSED = "(none)";

    private final Queue queue;
    private final Orders orders;

    Desk(Queue queue, Orders orders) {
        this.queue = queue;
        this.orders = orders;
    }

    @Override
    public Order act(Act act, By by) throws IOException {
        return orders.act(act, by);
    }

    @Override
    public Order undo(UUID id, By by) throws IOException {
        return orders.undo(id, by);
    }

    @Override
    public List<Order> orders(boolean withOver) {
        return orders.all(withOver);
    }

    @Override
    public Optional<Order> order(UUID id) {
        return orders.order(id);
    }

    @Override
    public Page list(Filter filter, @Nullable String cursor, int most, Duration bound)
            throws IOException {
        var from = Cursor.of(cursor);
        List<QueuedRecipient> page = new ArrayList<>();
        var walk = new Walk(queue, filter, from, bound);
        for (var next = walk.next(); next != null && page.size() < most; next = walk.next()) {
            page.add(next);
        }
        boolean isFull = page.size() >= most;
        if (!isFull) {
            return new Page(page, walk.rest(), walk.rest() != null);
        }
        var last = page.getLast();
        return new Page(page, new Cursor(last.id(), last.ordinal()).toString(), false);
    }

    @Override
    public Count count(Filter filter, @Nullable Facet by, @Nullable String cursor, Duration bound)
            throws IOException {
        long recipients = 0;
        long messages = 0;
        long octets = 0;
        UUID message = null;
        Map<String, Long> counts = new HashMap<>();
        var ages = new Ages();
        var now = queue.time().now();
        var walk = new Walk(queue, filter, Cursor.of(cursor), bound);
        for (var next = walk.next(); next != null; next = walk.next()) {
            recipients++;
            ages.add(Duration.between(next.receivedAt(), now));
            if (!next.id().equals(message)) {
                message = next.id();
                messages++;
                octets += next.size();
            }
            if (by != null) {
                var value = next.value(by);
                var without = by == Facet.CAUSE ? NOT_REFUSED : UNKNOWN;
                counts.merge(value == null ? without : value, 1L, Long::sum);
            }
        }
        return new Count(recipients, messages, octets, sorted(counts), ages, walk.rest());
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        new TreeMap<>(counts)
                .entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    @Override
    public Export export(Filter filter, boolean holds, By by) {
        var id = queue.chronicle().newId(queue.time().now());
        LOG.info("export {} of {} by {}{}", id, filter, by.actor(), holds ? ", held here" : "");
        var export = new QueueExport(queue, id, filter, holds, by);
        return new Export() {
            @Override
            public UUID id() {
                return id;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException, InterruptedException {
                export.writeTo(out);
                var words = "export " + filter + " of=" + id + (holds ? " held" : "");
                queue.note(queue.chronicle().did(by, words));
                queue.heldMail().changed();
            }
        };
    }

    @Override
    public List<HoldingExport> exports() {
        return queue.exports().all();
    }

    @Override
    public Optional<Map<UUID, Long>> held() {
        return queue.heldMail().lately();
    }

    @Override
    public Imported importFrom(Path file, By by) throws IOException, InterruptedException {
        var imported = new QueueImport(queue, file, by).run();
        LOG.info(
                "import of {} by {}: {} messages; {} recipients were here or came in before",
                imported.export(),
                by.actor(),
                imported.messages(),
                imported.refusedRecipients());
        return imported;
    }

    @Override
    public List<String> sites() {
        return Stream.concat(
                        queue.lanes().stream().map(LaneStanding::site),
                        queue.backlogs().keySet().stream()
                                .map(place -> place.substring(0, place.indexOf('\n'))))
                .distinct()
                .sorted()
                .toList();
    }

    /// Recipients that wait for one lane.
    private static final class Waiting {
        private long recipients;
        private final Map<UUID, Long> held = new HashMap<>();
    }

    @Override
    public List<Lane> lanes() throws IOException {
        var standing = orders.all(false);
        var waiting = waiting(standing);
        return queue.lanes().stream()
                .map(lane -> {
                    var mail =
                            waiting.getOrDefault(lane.site() + "\n" + lane.source(), new Waiting());
                    return new Lane(
                            lane,
                            mail.recipients,
                            mail.held,
                            standing.stream()
                                    .filter(order ->
                                            order.act()
                                                    .lanesMeant()
                                                    .filter(it -> it.concerns(lane))
                                                    .isPresent())
                                    .toList());
                })
                .sorted(
                        Comparator.comparingLong(Lane::waiting)
                                .reversed()
                                .thenComparing(lane -> lane.standing().site()))
                .toList();
    }

    /// How many wait, by site and source: counted one by one when that takes no time, else by the rows of the buckets, of which some
    /// are of mail that is done.
    private Map<String, Waiting> waiting(List<Order> standing) throws IOException {
        Map<String, Waiting> counts = new HashMap<>();
        var walk = new Walk(queue, Filter.ALL, Cursor.of(null), COUNTING);
        for (var next = walk.next(); next != null; next = walk.next()) {
            var of =
                    counts.computeIfAbsent(
                            next.site() + "\n" + next.source(), place -> new Waiting());
            of.recipients++;
            var keeps = keeps(next, standing);
            if (keeps != null) {
                of.held.merge(keeps, 1L, Long::sum);
            }
        }
        if (walk.rest() == null) {
            return counts;
        }
        Map<String, Waiting> rows = new HashMap<>();
        queue.backlogs()
                .forEach((place, recipients) -> {
                    var of = new Waiting();
                    of.recipients = recipients;
                    rows.put(place, of);
                });
        return rows;
    }

    /// The act or the export that keeps it here; null when none does.
    private static @Nullable UUID keeps(QueuedRecipient it, List<Order> standing) {
        if (it.state() == QueuedRecipient.State.HELD) {
            return it.export() == null ? it.heldBy() : it.export();
        }
        for (var order : standing) {
            if (order.act() instanceof Act.Pause(var reach, var until)
                    && reach.domain().filter(it.domain()::equals).isPresent()
                    && (reach.source().isEmpty()
                            || reach.source().filter(it.source()::equals).isPresent())) {
                return order.id();
            }
        }
        return null;
    }

    @Override
    public List<Damaged> damaged() throws IOException {
        try {
            return queue.damaged().all();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    @Override
    public List<QueuedRecipient> show(UUID message) throws IOException {
        try {
            var roll = new Roll(queue);
            return queue.messages(List.of(message)).stream()
                    .flatMap(found -> roll.seen(found).stream())
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
