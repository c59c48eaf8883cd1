package org.restante.app.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;

/// Hooks that come, change and go as the settings are read anew.
@Timeout(120)
final class HooksTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private Path data;
    private int made;

    private static HookSettings hook(String url) {
        return new HookSettings(
                "shop",
                URI.create(url),
                HookSettings.Kind.SLACK,
                Optional.empty(),
                Set.of(HookEvent.DELIVERED),
                Optional.empty(),
                2,
                5,
                Duration.ofSeconds(60));
    }

    private void happens(FileJournal journal) throws IOException {
        var id = new UUID(NOON.toEpochMilli() << 16 | 0x7000, 1L << 63 | made++);
        var event =
                Event.of(id, NOON, EventType.DELIVERED, "restante")
                        .recipient("r" + made + "@example.org")
                        .build();
        journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        journal.sync();
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private static List<String> told(Listening program) {
        return program.heard.stream()
                .map(it -> it.body().replaceAll("(?s).*?(r\\d+)@example.*", "$1"))
                .toList();
    }

    /// Also the hook knows that they were: what it does not know it sends again wherever it goes on.
    private static void untilTaken(Hooks hooks, Listening program, String... recipients)
            throws InterruptedException {
        until(() -> told(program).equals(List.of(recipients)));
        var hook = hooks.find("shop").orElseThrow();
        until(() -> hook.standing().taken() > 0 && hook.standing().waiting() == 0);
    }

    @Test
    void oneThatMovesGoesOnAtItsNewAddressAndOneThatWasAwayGetsWhatItMissed() throws Exception {
        try (var journal =
                        new FileJournal(
                                data.resolve("events"), JournalSettings.defaults(), () -> NOON);
                var old = new Listening();
                var other = new Listening();
                var hooks = new Hooks(data, data.resolve("events"), () -> NOON, new Random(1))) {
            hooks.use(List.of(hook(old.url())));
            happens(journal);
            untilTaken(hooks, old, "r1");

            var same = hooks.find("shop").orElseThrow();
            hooks.use(List.of(hook(old.url())));
            assertThat(hooks.find("shop")).as("nothing changed").containsSame(same);

            hooks.use(List.of(hook(other.url())));
            happens(journal);
            untilTaken(hooks, other, "r2");

            hooks.use(List.of());
            assertThat(hooks.all()).isEmpty();
            happens(journal);
            hooks.use(List.of(hook(other.url())));
            untilTaken(hooks, other, "r2", "r3");
            assertThat(told(old)).containsExactly("r1");
        }
    }

    @Test
    void aHookWhoseStateIsDamagedDoesNotRunAndTheOthersDo() throws Exception {
        Files.createDirectories(data.resolve("webhooks"));
        Files.writeString(data.resolve("webhooks/shop.json"), "{\"to\":");
        try (var program = new Listening();
                var hooks = new Hooks(data, data.resolve("events"), () -> NOON, new Random(1))) {
            var shop = hook(program.url());
            hooks.use(
                    List.of(
                            shop,
                            new HookSettings(
                                    "other",
                                    shop.to(),
                                    shop.kind(),
                                    shop.secret(),
                                    shop.events(),
                                    shop.tenant(),
                                    1,
                                    1,
                                    shop.within())));

            assertThat(hooks.all()).extracting(it -> it.settings().name()).containsExactly("other");
            assertThat(Files.readString(data.resolve("webhooks/shop.json")))
                    .as("it is left alone")
                    .isEqualTo("{\"to\":");
        }
    }
}
