package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.api.Repeats.Claim;

/// Keys are known for a day, however many there are, over the ends of hours and restarts.
final class RepeatsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir private Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    private Repeats repeats() throws Exception {
        return new Repeats(folder, now::get);
    }

    /// What a server that answered so many in this hour has left.
    private void left(int answers) throws Exception {
        var body = Base64.getEncoder().encodeToString("{}".getBytes());
        Files.writeString(
                folder.resolve("2026-11-28T120000Z.answers"),
                IntStream.range(0, answers)
                        .mapToObj(i ->
                                NOON.getEpochSecond() + " key" + i + " digest 202 " + body + "\n")
                        .collect(Collectors.joining()));
    }

    private static void answer(Repeats repeats, String key) throws Exception {
        var claim = repeats.claim(key, "digest");
        assertThat(claim).isInstanceOf(Claim.Fresh.class);
        repeats.answered((Claim.Fresh) claim, 202, key.getBytes());
    }

    private static void assertKnown(Repeats repeats, String key) throws Exception {
        assertThat(repeats.claim(key, "digest")).as(key).isInstanceOf(Claim.Known.class);
    }

    @Test
    void theFirstOfManyKeysIsKnownStill() throws Exception {
        left(600_000);
        try (var repeats = repeats()) {
            assertKnown(repeats, "key0");
            assertKnown(repeats, "key599999");
            assertThat(repeats.claim("key600000", "digest")).isInstanceOf(Claim.Fresh.class);
            now.set(NOON.plus(Duration.ofHours(1)));
            answer(repeats, "later");
            assertKnown(repeats, "key0");
        }
        try (var repeats = repeats()) {
            for (int i = 0; i < 600_000; i += 10_000) {
                assertKnown(repeats, "key" + i);
            }
            assertThat(repeats.claim("key0", "other")).isEqualTo(new Claim.Other());
            assertThat(repeats.claim("key600000", "digest")).isInstanceOf(Claim.Fresh.class);
        }
    }

    @Test
    void keysOfADayAreKnownToTheSecondAndFilesGo() throws Exception {
        try (var repeats = repeats()) {
            for (int i = 0; i < 24; i++) {
                answer(repeats, "hour" + i);
                now.set(NOON.plus(Duration.ofHours(i + 1)));
            }
            for (int i = 0; i < 24; i++) {
                assertKnown(repeats, "hour" + i);
            }
            now.set(now.get().plusSeconds(1));
            answer(repeats, "hour0");
            assertKnown(repeats, "hour0");
        }
        try (var repeats = repeats()) {
            assertKnown(repeats, "hour1");
            assertKnown(repeats, "hour0");
            now.set(NOON.plus(Duration.ofDays(3)));
            answer(repeats, "hour1");
            assertThat(repeats.files()).hasSize(1);
        }
    }

    @Test
    void anHourThatCannotBeginYetIsTriedAgain() throws Exception {
        try (var repeats = repeats()) {
            answer(repeats, "before");
            now.set(NOON.plus(Duration.ofHours(1)));
            var inTheWay = Files.createDirectory(folder.resolve("2026-11-28T130000Z.answers"));
            var claim = (Claim.Fresh) repeats.claim("between", "digest");
            assertThatThrownBy(() -> repeats.answered(claim, 202, new byte[0]))
                    .isInstanceOf(IOException.class);

            Files.delete(inTheWay);

            answer(repeats, "between");
            assertKnown(repeats, "between");
            assertKnown(repeats, "before");
        }
    }

    /// As on a full disk.
    @Test
    void aStartWhereNoIndexCanBeWrittenKnowsAllTheSame() throws Exception {
        try (var repeats = repeats()) {
            answer(repeats, "before");
        }
        Files.createDirectory(folder.resolve("2026-11-28T120000Z.index.half"));
        now.set(NOON.plus(Duration.ofHours(1)));
        try (var repeats = repeats()) {
            assertKnown(repeats, "before");
            answer(repeats, "after");
        }
    }

    /// A clock that goes back writes on in the hour it had reached, and a start there finds all the same.
    @Test
    void aClockThatGoesBackLosesNothing() throws Exception {
        try (var repeats = repeats()) {
            answer(repeats, "before");
            now.set(NOON.plus(Duration.ofHours(1)));
            answer(repeats, "after");
            now.set(NOON.plus(Duration.ofMinutes(30)));
            answer(repeats, "back");
        }
        try (var repeats = repeats()) {
            answer(repeats, "here");
            assertKnown(repeats, "before");
            assertKnown(repeats, "after");
            assertKnown(repeats, "back");
        }
        try (var repeats = repeats()) {
            assertKnown(repeats, "before");
            assertKnown(repeats, "here");
        }
    }

    @Test
    void aLostIndexIsMadeAnew() throws Exception {
        try (var repeats = repeats()) {
            answer(repeats, "one");
            now.set(NOON.plus(Duration.ofHours(1)));
            answer(repeats, "two");
        }
        var index = folder.resolve("2026-11-28T120000Z.index");
        assertThat(index).exists();
        Files.write(index, new byte[3]);
        try (var repeats = repeats()) {
            assertKnown(repeats, "one");
            assertThat(Files.size(index)).isEqualTo(16);
        }
    }
}
