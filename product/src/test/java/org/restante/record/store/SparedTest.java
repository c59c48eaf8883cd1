package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalPlace;

/// What is not written is there all the same.
final class SparedTest {
    private static final Instant NOON = StoreOfEvents.NOW;

    @TempDir private Path folder;

    private static Event.Builder event(@Nullable String queue, @Nullable String message) {
        return Event.of(UUID.randomUUID(), NOON, EventType.DELIVERED, "restante")
                .queueId(queue)
                .messageId(message)
                .recipient("ann@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "q1, <q1@out.example>, out.example",
                "q1, <Q1@out.example>, -",
                "q1, q1@out.example, -",
                "q1, <q1@out@example>, -",
                "q1, <q1@>, -",
                "q1, <q1@a>b>, -",
                "q1, <q1.2@out.example>, -",
                "-, <q1@out.example>, -",
                "q1, -, -",
            })
    void onlyAnIdThatWasMadeOfTheQueueIdIsSpared(
            @Nullable String queue, @Nullable String message, @Nullable String host) {
        assertThat(Spared.idHost(event(queue, message).build())).isEqualTo(host);
    }

    @Test
    void everyEventComesBackAsItWas() throws Exception {
        var events =
                List.of(
                        event("q1", "<q1@out.example>").build(),
                        event("q2", "<Q2@out.example>").build(),
                        event("q3", null).build(),
                        event(null, "<q4@out.example>").build(),
                        event("q5", "<q5@other.example>")
                                .queuedAt(NOON.minusMillis(1_234))
                                .delayMs(1_234L)
                                .build(),
                        event("q6", "<q6@other.example>")
                                .queuedAt(NOON.minusMillis(1_234))
                                .delayMs(1_235L)
                                .build(),
                        event("q7", "<q7@other.example>").delayMs(1_235L).build());
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            for (var event : events) {
                var name = event.queueId() == null ? event.messageId() : event.queueId();
                var story =
                        store.ask(
                                new Question.Story(String.valueOf(name), null, 10),
                                Found.Story.class);
                assertThat(story.events()).containsExactly(event);
            }
        }
    }

    @Test
    void aMessageIsFoundByTheIdThatWasMadeForIt() throws Exception {
        var sent = event("q1", "<q1@out.example>").build();
        try (var store = new StoreOfEvents(folder)) {
            store.take(List.of(sent));

            for (var name : List.of("q1", "<q1@out.example>", "Q1@OUT.example")) {
                var story = store.ask(new Question.Story(name, null, 10), Found.Story.class);
                assertThat(story.events()).as(name).containsExactly(sent);
            }
            var other =
                    store.ask(new Question.Story("<q1@else.example>", null, 10), Found.Story.class);
            assertThat(other.events()).isEmpty();
        }
    }

    @Test
    void whatEventsShareIsWrittenOnceAndGoesWithTheLastThatNamesIt() throws Exception {
        var settings = StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
        try (var file = StoreFile.open(settings, told -> {})) {
            var ingest = new Ingest(file, text -> 1);
            ingest.add(event("q1", null).campaign("spring").build());
            ingest.add(event("q2", null).campaign("spring").build());
            ingest.commit(Map.of("events", new JournalPlace(NOON, 1)), Instant.EPOCH);
            var again = new Ingest(file, text -> 1);
            again.add(event("q3", null).campaign("spring").build());
            again.commit(Map.of("events", new JournalPlace(NOON, 2)), Instant.EPOCH);

            assertThat(count(file, "letters")).isOne();
            assertThat(count(file, "events WHERE campaign = 'spring'")).isEqualTo(3);

            var upkeep = new Upkeep(file, settings);
            assertThat(upkeep.tend(NOON.plus(settings.keptFor()).plus(Duration.ofDays(2))))
                    .isTrue();
            assertThat(count(file, "event_rows")).isZero();
            assertThat(count(file, "letters")).as("the counts name it still").isOne();

            upkeep.tend(NOON.plus(settings.countsKeptFor()).plus(Duration.ofDays(2)));
            assertThat(count(file, "letters")).isZero();
        }
    }

    private static long count(StoreFile file, String of) throws Exception {
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + of)) {
            row.next();
            return row.getLong(1);
        }
    }
}
