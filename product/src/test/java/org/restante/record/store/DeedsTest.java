package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

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
        events.addAll(deeds.subList(0, deeds.size() - 1));
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
}
