package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.report.Rung;
import org.restante.record.store.Found.Ladder;
import org.restante.record.store.Question.Narrowing;

/// Who is still deferred is what a simple recount of the events says, in whatever order they come.
final class LastingDeferralsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant END = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(20_000);

    @TempDir private Path folder;

    @Test
    void everyCutOfWhoIsStillDeferredIsWhatARecountSays() throws Exception {
        var events = SomeEvents.of(new Random(11), 1_200);
        var waiting = waiting(events);
        assertThat(waiting).hasSizeGreaterThan(50);
        try (var store = new StoreOfEvents(folder)) {
            for (int i = 0; i < events.size(); i += 500) {
                store.take(events.subList(i, Math.min(events.size(), i + 500)));
            }
            for (var cut : Cut.values()) {
                var found = ask(store, cut, Narrowing.NOTHING);

                assertThat(found.total()).as("%s", cut).isEqualTo(ladder(waiting));
                assertThat(byKey(found)).as("%s", cut).isEqualTo(byCut(waiting, cut));
            }
            for (var narrowing : narrowings(waiting)) {
                var found = ask(store, Cut.SOURCE, narrowing);
                var asked = waiting.stream().filter(it -> isOf(narrowing, it)).toList();

                assertThat(byKey(found)).as("%s", narrowing).isEqualTo(byCut(asked, Cut.SOURCE));
                assertThat(found.oldest())
                        .as("%s", narrowing)
                        .hasSize((int) Math.min(200, ladder(asked).lasting()));
            }
            assertThat(
                            ask(store, null, Narrowing.NOTHING).oldest().stream()
                                    .map(Found.LastingRecipient::age))
                    .isEqualTo(
                            waiting.stream()
                                    .map(Waiting::age)
                                    .filter(age -> age.compareTo(Duration.ofHours(1)) >= 0)
                                    .sorted(Comparator.reverseOrder())
                                    .limit(200)
                                    .toList());
        }
    }

    /// By each cut to the value of one who waits and to the unknown, and by cuts of different parts together.
    private static List<Narrowing> narrowings(List<Waiting> waiting) {
        var one = waiting.getFirst().last();
        var together = new TreeMap<Cut, List<String>>();
        var all = new ArrayList<Narrowing>();
        for (var cut : Cut.values()) {
            var any = List.of(named(one, cut), Narrowing.UNKNOWN);
            all.add(new Narrowing(Map.of(cut, any)));
            together.put(cut, any);
            all.add(new Narrowing(together));
        }
        return all;
    }

    private static boolean isOf(Narrowing narrowing, Waiting one) {
        return narrowing.any().entrySet().stream()
                .allMatch(it -> it.getValue().contains(named(one.last(), it.getKey())));
    }

    private static String named(Event event, Cut cut) {
        return Objects.requireNonNullElse(Recount.value(event, cut), Narrowing.UNKNOWN);
    }

    @Test
    void whatComesAgainInAnotherOrderIsNoOtherStory() throws Exception {
        var events = new ArrayList<>(SomeEvents.of(new Random(12), 300));
        var waiting = waiting(events);
        var random = new Random(3);
        java.util.Collections.shuffle(events, random);
        try (var store = new StoreOfEvents(folder)) {
            for (int i = 0; i < events.size(); i += 100) {
                store.take(events.subList(i, Math.min(events.size(), i + 100)));
            }
            store.ingest.tidyDeferred(END);

            var found = ask(store, Cut.PROVIDER, Narrowing.NOTHING);
            assertThat(found.total().waiting()).isEqualTo(waiting.size());
        }
    }

    @Test
    void aDeferralThatComesWithAnOldLogAfterItsEndIsNoneAnyMore() throws Exception {
        try (var store = new StoreOfEvents(folder)) {
            store.take(List.of(event(1, 5 * 3600, EventType.DELIVERED, "a@d.example")));
            store.take(
                    List.of(
                            event(1, 0, EventType.DEFERRED, "a@d.example"),
                            event(2, 0, EventType.DEFERRED, "b@d.example")));
            store.ingest.tidyDeferred(END);

            assertThat(ask(store, null, Narrowing.NOTHING).total().waiting()).isEqualTo(1);
        }
    }

    @Test
    void anEndOfAMessageEndsItForAllThatAreLeft() throws Exception {
        try (var store = new StoreOfEvents(folder)) {
            store.take(
                    List.of(
                            event(1, 0, EventType.DEFERRED, "a@d.example"),
                            event(1, 1, EventType.DEFERRED, "b@d.example"),
                            event(2, 1, EventType.DEFERRED, "a@d.example")));
            store.take(
                    List.of(
                            event(1, 7_200, EventType.DEFERRED, "a@d.example"),
                            event(1, 7_201, EventType.EXPIRED, null)));

            assertThat(ask(store, null, Narrowing.NOTHING).total())
                    .isEqualTo(new Ladder(1, 0, 0, 0, 0, Duration.ZERO));
        }
    }

    @Test
    void whoWasNotTriedForDaysIsNotSaidToWait() throws Exception {
        try (var store = new StoreOfEvents(folder)) {
            store.take(List.of(event(1, 0, EventType.DEFERRED, "a@d.example")));
            var later = BEGIN.plus(StillDeferred.FORGOTTEN_AFTER).plusSeconds(1);
            var asked = new Question.Lasting(later, null, Narrowing.NOTHING, 1, 0);
            assertThat(store.ask(asked, Found.Lasting.class).total()).isEqualTo(Ladder.NONE);
            store.ingest.tidyDeferred(later);
            assertThat(ask(store, null, Narrowing.NOTHING).total()).isEqualTo(Ladder.NONE);
        }
    }

    @Test
    void aNoticeOfOursThatWaitsIsToldWhereItIsAskedFor() throws Exception {
        try (var store = new StoreOfEvents(folder)) {
            var notice =
                    Event.of(new UUID(3, 7_000), BEGIN, EventType.DEFERRED, "restante")
                            .queueId("Q3")
                            .recipient("gone@d.example")
                            .queuedAt(BEGIN.minusSeconds(7_200))
                            .stream("(notices)")
                            .code(451)
                            .text("later")
                            .build();
            store.take(List.of(notice, event(1, 0, EventType.DEFERRED, "a@d.example")));

            var found = ask(store, null, Narrowing.NOTHING);
            assertThat(found.total().waiting()).isEqualTo(1);
            assertThat(found.oldest()).isEmpty();

            var notices = ask(store, null, new Narrowing(Map.of(Cut.STREAM, List.of("(notices)"))));
            assertThat(notices.total().waiting()).isEqualTo(1);
            assertThat(notices.oldest()).hasSize(1);
        }
    }

    private static Event event(int message, int second, EventType type, @Nullable String to) {
        var event =
                Event.of(
                                new UUID(message, 7_000 + second),
                                BEGIN.plusSeconds(second),
                                type,
                                "postfix-syslog")
                        .queueId("Q" + message)
                        .recipient(to);
        if (type.isAttempt()) {
            event.code(type == EventType.DELIVERED ? 250 : 451).text("said");
        }
        return event.build();
    }

    private Found.Lasting ask(StoreOfEvents store, @Nullable Cut by, Narrowing narrowing)
            throws Exception {
        return store.ask(
                new Question.Lasting(END, by, narrowing, Question.MOST_ROWS, 200),
                Found.Lasting.class);
    }

    private record Waiting(Event last, Instant since) {
        Duration age() {
            return Duration.between(since, last.time());
        }
    }

    /// Told one by one, as simply as it can be said.
    private static List<Waiting> waiting(List<Event> events) {
        var open = new HashMap<String, Waiting>();
        events.stream()
                .sorted(Comparator.comparing(Event::time))
                .forEach(event -> {
                    var who = event.queueId() + " " + event.recipient();
                    switch (event.type()) {
                        case DEFERRED -> {
                            var before = open.get(who);
                            open.put(
                                    who,
                                    new Waiting(
                                            event, before == null ? event.time() : before.since()));
                        }
                        case DELIVERED, BOUNCED, EXPIRED, SUPPRESSED -> open.remove(who);
                        case RECEIVED,
                                COMPLAINED,
                                UNSUBSCRIBED,
                                BOUNCED_LATER,
                                HELD,
                                RELEASED,
                                REPORT,
                                FINDING,
                                ACTION,
                                INCIDENT -> {
                            // It waits as before.
                        }
                    }
                });
        return List.copyOf(open.values());
    }

    private static Ladder ladder(List<Waiting> waiting) {
        var rungs = new HashMap<Rung, Long>();
        waiting.forEach(
                it -> Rung.reachedBy(it.age()).ifPresent(rung -> rungs.merge(rung, 1L, Long::sum)));
        return new Ladder(
                waiting.size(),
                rungs.getOrDefault(Rung.ONE_HOUR, 0L),
                rungs.getOrDefault(Rung.FOUR_HOURS, 0L),
                rungs.getOrDefault(Rung.ONE_DAY, 0L),
                rungs.getOrDefault(Rung.THREE_DAYS, 0L),
                waiting.stream().map(Waiting::age).max(Comparator.naturalOrder()).orElse(null));
    }

    private static Map<String, Ladder> byCut(List<Waiting> waiting, Cut cut) {
        return waiting.stream()
                .collect(
                        Collectors.groupingBy(
                                it -> named(it.last(), cut),
                                TreeMap::new,
                                Collectors.collectingAndThen(
                                        Collectors.toList(), LastingDeferralsTest::ladder)));
    }

    private static Map<String, Ladder> byKey(Found.Lasting found) {
        var rows = new TreeMap<String, Ladder>();
        found.rows()
                .forEach(row ->
                        rows.put(
                                Objects.requireNonNullElse(row.key(), Narrowing.UNKNOWN),
                                row.ladder()));
        return rows;
    }
}
