package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.store.Question.Narrowing;

/// Messages are found by what they are asked for, newest first, each recipient once.
final class SearchingTest {
    private static final Instant END = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(86_400);
    private static final List<EventType> NO_STEPS =
            List.of(EventType.REPORT, EventType.FINDING, EventType.ACTION, EventType.INCIDENT);

    @TempDir private Path folder;

    /// What happened last to each recipient of each message, newest first.
    private static List<Event> last(List<Event> events, Predicate<Event> which) {
        var newest =
                events.stream()
                        .filter(event -> !NO_STEPS.contains(event.type()))
                        .sorted(
                                Comparator.comparing(Event::time)
                                        .thenComparing(event -> event.id().toString())
                                        .reversed())
                        .toList();
        Map<String, Event> last = new LinkedHashMap<>();
        newest.forEach(event -> last.putIfAbsent(event.queueId() + event.recipient(), event));
        return last.values().stream().filter(which).toList();
    }

    private static List<Event> pages(
            StoreOfEvents store,
            @Nullable String recipient,
            @Nullable String message,
            List<String> statuses,
            Narrowing narrowing,
            int most)
            throws SQLException {
        var all = new ArrayList<Event>();
        String cursor = null;
        do {
            var page =
                    store.ask(
                            new Question.Search(
                                    SomeEvents.BEGIN,
                                    END,
                                    recipient,
                                    message,
                                    statuses,
                                    narrowing,
                                    cursor,
                                    most),
                            Found.Page.class);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(most);
            all.addAll(page.events());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() throws Exception {
        var events = SomeEvents.of(new Random(11), 400);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            var found = pages(store, null, null, List.of(), Narrowing.NOTHING, 37);

            assertThat(found).isEqualTo(last(events, event -> true));
        }
    }

    @Test
    void aRecipientIsFoundByTheIndexWhateverTheCase() throws Exception {
        var events = SomeEvents.of(new Random(12), 400);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);
            store.settle();
            var whom = String.valueOf(events.getFirst().recipient());

            var found =
                    pages(
                            store,
                            whom.toUpperCase(java.util.Locale.ROOT),
                            null,
                            List.of(),
                            Narrowing.NOTHING,
                            3);

            assertThat(found)
                    .isNotEmpty()
                    .isEqualTo(last(events, event -> whom.equals(event.recipient())));
        }
    }

    @Test
    void aStatusIsTheLastOneOfTheMessage() throws Exception {
        var events = SomeEvents.of(new Random(13), 400);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            var found =
                    pages(
                            store,
                            null,
                            null,
                            List.of("deferred", "bounced"),
                            new Narrowing(Map.of(Cut.PROVIDER, List.of("gmail"))),
                            20);

            assertThat(found)
                    .isNotEmpty()
                    .isEqualTo(
                            last(
                                    events,
                                    event ->
                                            "gmail".equals(event.provider())
                                                    && List.of("deferred", "bounced")
                                                            .contains(event.type().word())));
        }
    }

    @Test
    void aMessageIsFoundByItsQueueIdAndByItsMessageId() throws Exception {
        var events = SomeEvents.of(new Random(14), 200);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);
            var one = events.get(events.size() / 2);
            var whole =
                    events.stream()
                            .filter(event -> String.valueOf(one.queueId()).equals(event.queueId()))
                            .toList();
            for (var name :
                    List.of(
                            String.valueOf(one.queueId()),
                            String.valueOf(one.messageId()),
                            LookupKey.bare(String.valueOf(one.messageId())))) {
                var story = store.ask(new Question.Story(name, null, 100), Found.Story.class);
                assertThat(story.events()).isEqualTo(whole);
                assertThat(story.isWhole()).isTrue();
                assertThat(pages(store, null, name, List.of(), Narrowing.NOTHING, 5)).hasSize(1);
            }
            assertThat(
                            store.ask(
                                            new Question.Story(
                                                    String.valueOf(one.queueId()), "nobody", 100),
                                            Found.Story.class)
                                    .events())
                    .isEmpty();
        }
    }

    @Test
    void aMessageIsFoundWhateverTimeItsIdTells() throws Exception {
        var at = SomeEvents.BEGIN;
        var made =
                List.of(
                        at.minusSeconds(600),
                        at.plusSeconds(3 * 3600),
                        at.plus(Duration.ofDays(400)),
                        Instant.EPOCH);
        try (var store = new StoreOfEvents(folder)) {
            var events = new ArrayList<Event>();
            for (int i = 0; i < made.size(); i++) {
                events.add(ofTime(made.get(i), at.plusSeconds(i), i));
                events.add(ofTime(made.get(i), at.plusSeconds(86_400 + i), made.size() + i));
            }
            store.take(events);

            for (int i = 0; i < made.size(); i++) {
                for (var name : List.of(queueId(made.get(i)), queueId(made.get(i)) + "@client")) {
                    assertThat(
                                    store.ask(
                                                    new Question.Story(name, null, 100),
                                                    Found.Story.class)
                                            .events())
                            .as(name)
                            .containsExactly(events.get(2 * i), events.get(2 * i + 1));
                }
            }
        }
    }

    private static String queueId(Instant made) {
        return new UUID(made.toEpochMilli() << 16 | 0x7abc, 1L << 63).toString();
    }

    private static Event ofTime(Instant made, Instant time, int number) {
        return Event.of(new UUID(number, 1), time, EventType.DEFERRED, "restante")
                .queueId(queueId(made))
                .messageId("<" + queueId(made) + "@client>")
                .recipient("ann@example.org")
                .build();
    }

    @Test
    void aSearchThatRanOutOfTimeHasWhatItFoundAndGoesOn() throws Exception {
        var events = SomeEvents.of(new Random(17), 400);
        try (var store = new StoreOfEvents(folder);
                var clock = new TimedSearch()) {
            store.take(events);
            for (boolean isCalledOff : List.of(false, true)) {
                var page = clock.search(store, null, 9, isCalledOff);

                assertThat(page.wasCutShort()).isTrue();
                assertThat(page.next()).isNotNull();
                assertThat(page.events())
                        .isNotEmpty()
                        .isEqualTo(last(events, event -> true).subList(0, page.events().size()));
                assertThat(clock.shortest())
                        .as("every query, the one that reads the events too, has time left")
                        .isPositive();

                var rest = clock.search(store, page.next(), Integer.MAX_VALUE, isCalledOff);
                var all = new ArrayList<>(page.events());
                all.addAll(rest.events());
                assertThat(rest.wasCutShort()).isFalse();
                assertThat(all).isEqualTo(last(events, event -> true));
            }
        }
    }

    @Test
    void theFirstQueryHasAllTheTimeForWithoutItThereIsNoPage() throws Exception {
        try (var store = new StoreOfEvents(folder);
                var clock = new TimedSearch()) {
            store.take(SomeEvents.of(new Random(19), 20));

            var page = clock.search(store, null, 0, true);

            assertThat(clock.shortest()).isPositive();
            assertThat(page.wasCutShort()).isTrue();
            assertThat(page.next()).as("it goes on behind the first span").isNotNull();
        }
    }

    @Test
    void aSearchThatFoundNoPlaceInItsTimeFails() throws Exception {
        try (var store = new StoreOfEvents(folder);
                var clock = new TimedSearch()) {
            store.take(SomeEvents.of(new Random(18), 20));

            assertThatThrownBy(() -> clock.search(store, null, 1, true))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Interrupted");
        }
    }

    @Test
    void textOfOutsideIsAValueAndNothingElse() throws Exception {
        try (var store = new StoreOfEvents(folder)) {
            store.take(SomeEvents.of(new Random(15), 20));
            var evil = "x' OR '1'='1'; DROP TABLE events; --";

            assertThat(pages(store, evil, null, List.of(), Narrowing.NOTHING, 5)).isEmpty();
            assertThat(pages(store, null, evil, List.of(), Narrowing.NOTHING, 5)).isEmpty();
            assertThat(
                            pages(
                                    store,
                                    null,
                                    null,
                                    List.of(evil),
                                    new Narrowing(Map.of(Cut.SOURCE, List.of(evil))),
                                    5))
                    .isEmpty();
            assertThat(pages(store, null, null, List.of(), Narrowing.NOTHING, 100)).isNotEmpty();
        }
    }

    @Test
    void similarRepliesAreOne() throws Exception {
        var events = SomeEvents.of(new Random(16), 300);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            var found =
                    store.ask(
                            new Question.Replies(SomeEvents.BEGIN, END, Narrowing.NOTHING, 100),
                            Found.Replies.class);

            long refusals =
                    events.stream()
                            .filter(event ->
                                    event.type() == EventType.DEFERRED
                                            || event.type() == EventType.BOUNCED)
                            .count();
            assertThat(found.replies().stream().mapToLong(Found.Reply::times).sum())
                    .isEqualTo(refusals);
            assertThat(found.replies()).hasSizeLessThanOrEqualTo(12);
        }
    }
}
