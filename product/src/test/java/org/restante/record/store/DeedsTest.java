package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.store.Question.Narrowing;

/// What was done is found newest first, page by page, without what it did to single messages.
final class DeedsTest {
    private static final Instant END = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(86_400);

    @TempDir private Path folder;

    private static List<Event> deeds(Random random) {
        var actors = List.of("restante", "anna", "token 7");
        var deeds = new ArrayList<Event>();
        for (int i = 0; i < 120; i++) {
            var at = SomeEvents.BEGIN.plusMillis(random.nextLong(SomeEvents.LENGTH.toMillis()));
            deeds.add(
                    Event.of(
                                    new UUID(random.nextLong(), random.nextLong()),
                                    at,
                                    type(i),
                                    "restante")
                            .act("pause site=gmail source=mta" + i % 3)
                            .actor(actors.get(i % 3))
                            .reason("number " + i)
                            .site(i % 2 == 0 ? "gmail" : "yahoo")
                            .provider(i % 2 == 0 ? "gmail" : "yahoo")
                            .tenant(i % 5 == 0 ? "a" : null)
                            .build());
        }
        return deeds;
    }

    private static EventType type(int i) {
        return switch (i % 4) {
            case 0 -> EventType.HELD;
            case 1 -> EventType.RELEASED;
            default -> EventType.ACTION;
        };
    }

    private static List<String> pages(
            StoreOfEvents store, @Nullable String actor, Narrowing narrowing, int most)
            throws SQLException {
        var all = new ArrayList<String>();
        String cursor = null;
        do {
            var page =
                    store.ask(
                            new Question.Deeds(
                                    SomeEvents.BEGIN, END, actor, narrowing, cursor, most),
                            Found.Deeds.class);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(most);
            assertThat(page.wasCutShort()).isFalse();
            page.events().forEach(event -> all.add(String.valueOf(event.reason())));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    @Test
    void eachIsFoundOnceNewestFirstHoweverLongThePage() throws Exception {
        var random = new Random(4);
        var deeds = deeds(random);
        var events = new ArrayList<>(SomeEvents.of(random, 400));
        // What an order did to one message.
        events.add(
                Event.of(
                                new UUID(1, 2),
                                SomeEvents.BEGIN.plusSeconds(60),
                                EventType.ACTION,
                                "restante")
                        .queueId("q-1")
                        .queuedAt(SomeEvents.BEGIN)
                        .recipient("a@d1.example")
                        .act("move")
                        .actor("anna")
                        .reason("of one message")
                        .build());
        // One of the many that the server suppresses by itself, and one that somebody did.
        for (var actor : List.of("restante", "anna")) {
            events.add(
                    Event.of(
                                    new UUID(3, actor.length()),
                                    SomeEvents.BEGIN,
                                    EventType.ACTION,
                                    "restante")
                            .recipient("b@d1.example")
                            .act("suppress b@d1.example")
                            .actor(actor)
                            .reason("by " + actor)
                            .build());
        }
        deeds.add(events.getLast());
        // An order for one message, which has its id as its reach.
        events.add(
                Event.of(
                                new UUID(5, 1),
                                SomeEvents.BEGIN.plusSeconds(30),
                                EventType.HELD,
                                "restante")
                        .queueId("q-1")
                        .act("hold message=q-1")
                        .actor("anna")
                        .reason("of the order")
                        .build());
        deeds.add(events.getLast());
        events.addAll(deeds.subList(0, deeds.size() - 2));
        var wanted =
                deeds.stream()
                        .sorted(
                                Comparator.comparing(Event::time)
                                        .thenComparing(event -> event.id().toString())
                                        .reversed())
                        .toList();
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            var all = wanted.stream().map(Event::reason).toList();
            assertThat(pages(store, null, Narrowing.NOTHING, 7)).isEqualTo(all);
            assertThat(pages(store, null, Narrowing.NOTHING, 1_000)).isEqualTo(all);
            assertThat(pages(store, "anna", Narrowing.NOTHING, 9))
                    .isEqualTo(
                            wanted.stream()
                                    .filter(event -> "anna".equals(event.actor()))
                                    .map(Event::reason)
                                    .toList());
            var narrowing =
                    new Narrowing(Map.of(Cut.PROVIDER, List.of("gmail"), Cut.TENANT, List.of("a")));
            assertThat(pages(store, null, narrowing, 2))
                    .hasSize(12)
                    .isEqualTo(
                            wanted.stream()
                                    .filter(event ->
                                            "gmail".equals(event.provider())
                                                    && "a".equals(event.tenant()))
                                    .map(Event::reason)
                                    .toList());
        }
    }

    @Test
    void whatWasFoundBeforeTheTimeWasOverIsAPageAndTheNextGoesOnBehindIt() throws Exception {
        var deeds =
                deeds(new Random(6)).stream()
                        .sorted(
                                Comparator.comparing(Event::time)
                                        .thenComparing(event -> event.id().toString())
                                        .reversed())
                        .toList();
        try (var store = new StoreOfEvents(folder);
                var clock = new TimedSearch()) {
            store.take(deeds);

            var page = clock.deeds(store, null, 7);

            assertThat(page.wasCutShort()).isTrue();
            assertThat(page.next()).isNotNull();
            assertThat(page.events())
                    .isNotEmpty()
                    .hasSizeLessThan(deeds.size())
                    .isEqualTo(deeds.subList(0, page.events().size()));
            assertThat(clock.shortest())
                    .as("the query that reads the events has time left")
                    .isPositive();

            var rest = clock.deeds(store, page.next(), Integer.MAX_VALUE);
            var all = new ArrayList<>(page.events());
            all.addAll(rest.events());
            assertThat(rest.wasCutShort()).isFalse();
            assertThat(rest.next()).isNull();
            assertThat(all).isEqualTo(deeds);

            assertThatThrownBy(() -> clock.deeds(store, page.next(), 1))
                    .as("the page after would begin where this does")
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Interrupted");
        }
    }
}
