package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.By;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Damaged;
import org.restante.sending.queue.Facet;
import org.restante.sending.queue.Filter;
import org.restante.sending.queue.HoldingExport;
import org.restante.sending.queue.Order;
import org.restante.sending.queue.QueuedRecipient;

/// One message over HTTP: what is asked of the journal for it, and to whom it is told.
@Timeout(120)
final class QueueRoutesTest {
    private static final UUID REPEATABLE = UUID.fromString("f3a1c2d4-e5b6-8a7b-9c8d-7e6f5a4b3c2d");
    private static final UUID TIMED = UUID.fromString("0199e0a2-7c00-7b9a-a0c5-5e14e96940cc");

    @TempDir private Path folder;
    private final AtomicLong nanos = new AtomicLong();

    /// A permit for each search that has begun.
    private final Semaphore searched = new Semaphore(0);

    /// None while searches take their time.
    private final Semaphore found = new Semaphore(1);

    private final Waiting waiting = new Waiting();
    private List<Event> events = List.of();
    private @Nullable Instant since;
    private HttpWorld world;

    @BeforeEach
    void start() throws Exception {
        world =
                new HttpWorld(
                        folder,
                        HttpWorld.settings(),
                        new QueueRoutes(
                                waiting,
                                HttpWorld.NAMES,
                                domain -> Optional.empty(),
                                this::history,
                                () -> {
                                    throw new UnsupportedOperationException();
                                },
                                () -> HttpWorld.NOON,
                                new Scans(nanos::get)));
    }

    private History.Told history(UUID id, Instant from, BooleanSupplier isOver) {
        since = from;
        searched.release();
        found.acquireUninterruptibly();
        found.release();
        return new History.Told(events, !isOver.getAsBoolean());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /// Waiting mail, of which one message is asked for.
    private static final class Waiting implements Control {
        private List<QueuedRecipient> recipients = List.of();
        private List<Order> orders = List.of();

        @Override
        public List<QueuedRecipient> show(UUID message) {
            return recipients;
        }

        @Override
        public Order act(Act act, By by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Order undo(UUID act, By by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Order> orders(boolean over) {
            return orders;
        }

        @Override
        public Optional<Order> order(UUID id) {
            return Optional.empty();
        }

        @Override
        public Page list(Filter filter, @Nullable String cursor, int most, Duration bound) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Count count(
                Filter filter, @Nullable Facet by, @Nullable String cursor, Duration bound) {
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
    }

    private static QueuedRecipient recipient(Instant receivedAt) {
        return new QueuedRecipient(
                REPEATABLE,
                0,
                "ann@example.org",
                "example.org",
                null,
                null,
                "news@us.test",
                null,
                null,
                null,
                null,
                "news",
                null,
                "default",
                "default",
                false,
                receivedAt,
                receivedAt.plus(Duration.ofDays(5)),
                1000,
                1,
                receivedAt.plusSeconds(60),
                QueuedRecipient.State.WAITING,
                null,
                null,
                null);
    }

    private static Event.Builder event(EventType type) {
        return Event.of(UUID.randomUUID(), HttpWorld.NOON, type, "restante")
                .queueId(REPEATABLE.toString());
    }

    private int shown(UUID id, String token) throws IOException, InterruptedException {
        return world.get("/api/v1/queue/messages/" + id, token).statusCode();
    }

    @Test
    void theHistoryOfWhatWaitsIsLookedForSinceItCameIn() throws Exception {
        var received = HttpWorld.NOON.minus(Duration.ofDays(20));
        waiting.recipients = List.of(recipient(received));

        assertThat(shown(REPEATABLE, world.admin)).isEqualTo(200);

        assertThat(since).isEqualTo(received);
    }

    @Test
    void oneWhoHasTheJournalSearchedAgainAndAgainIsPutOffAndOthersAreNot() throws Exception {
        var acme = world.tenants("acme", Scope.READ);
        events =
                List.of(
                        event(EventType.DELIVERED)
                                .recipient("ann@example.org")
                                .tenant("acme")
                                .build());
        found.acquire();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = askers.submit(() -> shown(TIMED, acme));
            var second = askers.submit(() -> shown(TIMED, acme));
            searched.acquire(2);
            var third = world.get("/api/v1/queue/messages/" + TIMED, acme);
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            var operators = askers.submit(() -> shown(TIMED, world.admin));
            searched.acquire();
            found.release();
            assertThat(List.of(first.get(), second.get(), operators.get()))
                    .containsExactly(200, 200, 200);
        }
        assertThat(shown(TIMED, acme)).isEqualTo(200);
    }

    @Test
    void mailOfOthersThatWaitsIsNotSearchedFor() throws Exception {
        waiting.recipients = List.of(recipient(HttpWorld.NOON));

        assertThat(shown(REPEATABLE, world.tenants("acme", Scope.READ))).isEqualTo(404);

        assertThat(searched.availablePermits()).isZero();
    }

    @Test
    void aSearchWhoseTimeIsOverSaysSo() throws Exception {
        found.acquire();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = askers.submit(() -> shown(TIMED, world.admin));
            searched.acquire();
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            found.release();
            assertThat(asked.get()).isEqualTo(503);
        }
    }

    @Test
    void theHistoryOfWhatIsOverIsLookedForSinceItsIdOrSomeDaysBack() throws Exception {
        events = List.of(event(EventType.DELIVERED).recipient("ann@example.org").build());

        assertThat(shown(TIMED, world.admin)).isEqualTo(200);
        assertThat(since).isEqualTo(Instant.ofEpochMilli(0x0199e0a27c00L));

        assertThat(shown(REPEATABLE, world.admin)).isEqualTo(200);
        assertThat(since).isEqualTo(HttpWorld.NOON.minus(Duration.ofDays(8)));
    }

    @Test
    void mailThatIsOverIsToldToItsOwnTenantAloneWhoeverGaveOrdersForIt() throws Exception {
        var acme = world.tenants("acme", Scope.READ);
        var order = event(EventType.ACTION).tenant("acme").build();
        var delivered = event(EventType.DELIVERED).recipient("ann@example.org");
        events = List.of(order, delivered.build());
        assertThat(shown(REPEATABLE, acme)).isEqualTo(404);

        events = List.of(order, delivered.tenant("globex").build());
        assertThat(shown(REPEATABLE, acme)).isEqualTo(404);

        events = List.of(delivered.tenant("acme").build());
        assertThat(shown(REPEATABLE, acme)).isEqualTo(200);
    }

    @Test
    void aTenantSeesTheOrdersForItsOwnMailAndNoneForOneWrittenAlike() throws Exception {
        waiting.orders = List.of(hold("Acme"), hold("acme"));

        var seen = world.get("/api/v1/queue/acts", world.tenants("Acme", Scope.READ)).body();

        assertThat(seen)
                .contains(waiting.orders.getFirst().id().toString())
                .doesNotContain(waiting.orders.getLast().id().toString());
    }

    private static Order hold(String tenant) {
        return new Order(
                UUID.randomUUID(),
                new Act.Hold(Filter.ALL.with(Facet.TENANT, tenant), Optional.empty()),
                new By("operator", ""),
                HttpWorld.NOON,
                0,
                0,
                Order.Progress.STANDS);
    }
}
