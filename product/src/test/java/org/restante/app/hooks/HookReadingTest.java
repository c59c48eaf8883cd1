package org.restante.app.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalPlace;

/// What a hook reads of a journal that a crash cut back.
final class HookReadingTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final HookSettings SETTINGS =
            new HookSettings(
                    "ops",
                    URI.create("http://127.0.0.1/"),
                    Kind.SLACK,
                    Optional.empty(),
                    Set.of(HookEvent.DELIVERED),
                    Optional.empty(),
                    1,
                    3,
                    Duration.ofSeconds(2));

    @TempDir private Path folder;

    private static UUID id(int number) {
        return new UUID(0x7000, 1L << 63 | number);
    }

    private static String line(int number, EventType type, String recipient) {
        return EventJson.write(
                        Event.of(id(number), NOON, type, "restante").recipient(recipient).build())
                + "\n";
    }

    private void journal(String... lines) throws IOException {
        Files.writeString(
                folder.resolve("events-20261129T110000000Z.jsonl"), String.join("", lines));
    }

    /// @return the numbers of the events read
    private List<String> read(@Nullable JournalPlace from) throws IOException {
        var queue = new HookQueue(1, 3, new HookState("", from, null, List.of()), new Random(1));
        try (var reading = new HookReading(folder, SETTINGS, queue, from)) {
            while (reading.read(NOON)) {
                // There is more.
            }
        }
        var found = new ArrayList<String>();
        for (var next = queue.take(NOON); next.isPresent(); next = queue.take(NOON)) {
            found.add(next.get().id());
            queue.done(next.get(), new Answered.Taken(200), NOON);
        }
        return found;
    }

    private static JournalPlace behind(String... lines) {
        long octets = String.join("", lines).getBytes(StandardCharsets.UTF_8).length;
        return new JournalPlace(Instant.parse("2026-11-29T11:00:00Z"), octets);
    }

    @Test
    void whatWasWrittenWhereTheJournalWasCutBackIsRead() throws Exception {
        var first = line(1, EventType.DELIVERED, "a@example.org");
        var lost = line(2, EventType.DELIVERED, "b@example.org");
        for (var type : List.of(EventType.DELIVERED, EventType.RECEIVED)) {
            journal(
                    first,
                    line(3, EventType.DELIVERED, "c".repeat(9) + "@example.org"),
                    line(4, type, "d".repeat(60) + "@example.org"),
                    line(5, EventType.DELIVERED, "e@example.org"));

            assertThat(read(behind(first, lost)))
                    .as("%s", type)
                    .contains(id(3).toString(), id(5).toString());
        }
    }

    @Test
    void aLineThatNeverMakesSenseIsPassedOver() throws Exception {
        journal(
                line(1, EventType.DELIVERED, "a@example.org"),
                "nonsense\n",
                "{\"v\":1,\"type\":\"delivered\"}\n",
                line(2, EventType.DELIVERED, "b@example.org"));

        assertThat(read(null)).containsExactly(id(1).toString(), id(2).toString());
    }

    @Test
    void anEventThatABugIsMetAtIsPassedOverAndCounted() throws IOException {
        journal(
                line(1, EventType.DELIVERED, "a@example.org"),
                line(2, EventType.DELIVERED, "b@example.org"));
        var queue = new HookQueue(1, 3, new HookState("", null, null, List.of()), new Random(1));
        HookReading.Writing breaks =
                (kind, type, event, line) -> {
                    if (event.id().equals(id(1))) {
                        throw new IllegalStateException("a bug");
                    }
                    return line;
                };
        try (var reading = new HookReading(folder, SETTINGS, queue, null, breaks)) {
            reading.read(NOON);

            assertThat(reading.bugs()).isEqualTo(1);
            assertThat(queue.take(NOON)).map(Letter::id).contains(id(2).toString());
        }
    }
}
