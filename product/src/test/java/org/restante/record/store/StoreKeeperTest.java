package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.record.store.Question.Narrowing;

/// The store in its process: it follows the journal, and is killed.
@Tag("slow")
final class StoreKeeperTest {
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Instant END = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(86_400);

    @TempDir private Path folder;

    private StoreSettings settings() {
        return StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
    }

    private StoreKeeper keeper() {
        return new StoreKeeper(
                settings(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcessMain.class.getName(),
                        folder.resolve("events").toString(),
                        folder.resolve("store").toString()),
                System::nanoTime);
    }

    private FileJournal journal() throws IOException {
        return new FileJournal(
                folder.resolve("events"),
                new JournalSettings(
                        200_000,
                        Duration.ofDays(1),
                        10L << 30,
                        Duration.ofDays(90),
                        Optional.empty()),
                Instant::now);
    }

    private static void write(FileJournal journal, List<Event> events) throws IOException {
        for (var event : events) {
            journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        }
        journal.sync();
    }

    /// Asks until the store has so many, or the patience is over.
    private static long await(StoreKeeper keeper, long events) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long seen = -1;
        while (seen < events && System.nanoTime() < end) {
            try {
                seen = keeper.standing(BOUND).events();
            } catch (StoreTrouble e) {
                Thread.onSpinWait();
            }
            Thread.sleep(20);
        }
        return seen;
    }

    /// A virtual thread that reads a file blocks one of the threads that carry all others: relaying took a sixth longer.
    @Test
    void noVirtualThreadWaitsForWhatItsProcessSays() throws Exception {
        try (var keeper = keeper()) {
            keeper.start();
            assertThat(await(keeper, 0)).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("threads of the system")
                    .extracting(Thread::getName)
                    .contains("store", "store log");
        }
    }

    @Test
    void killedInTheMiddleItHasAllThatTheJournalHasAndNothingTwice() throws Exception {
        var events = SomeEvents.of(new Random(21), 4_000);
        int half = events.size() / 2;
        try (var journal = journal();
                var keeper = keeper()) {
            write(journal, events.subList(0, half));
            keeper.start();
            assertThat(await(keeper, 1)).isPositive();
            write(journal, events.subList(half, events.size()));
            kill(keeper);
            assertThat(await(keeper, events.size())).isEqualTo(events.size());
            keeper.rebuild();
            assertThat(await(keeper, events.size())).isEqualTo(events.size());

            var found =
                    keeper.figures(
                            new Question.Figures(
                                    SomeEvents.BEGIN,
                                    END,
                                    Cut.PROVIDER,
                                    null,
                                    Narrowing.NOTHING,
                                    10),
                            BOUND);

            assertThat(Recount.counts(found.total())).isEqualTo(Recount.counts(events));
        }
    }

    private static void kill(StoreKeeper keeper) {
        keeper.pid()
                .ifPresent(pid ->
                        ProcessHandle.of(pid)
                                .ifPresent(process -> {
                                    process.destroyForcibly();
                                    process.onExit().join();
                                }));
    }

    @Test
    void aFileThatCannotBeUsedIsMadeAnew() throws Exception {
        var events = SomeEvents.of(new Random(22), 100);
        Files.createDirectories(folder.resolve("store"));
        Files.writeString(folder.resolve("store/events.duckdb"), "no database ".repeat(2000));
        try (var journal = journal();
                var keeper = keeper()) {
            write(journal, events);
            keeper.start();

            assertThat(await(keeper, events.size())).isEqualTo(events.size());
        }
        assertThat(folder.resolve("store/events.duckdb.unusable")).exists();
    }

    /// A process that reads no question and answers none.
    private StoreKeeper deaf() {
        return new StoreKeeper(settings(), List.of("/bin/sleep", "600"), System::nanoTime);
    }

    /// Starts a keeper, and waits for its process.
    private static void start(StoreKeeper keeper) throws InterruptedException {
        keeper.start();
        while (trouble(keeper, new Question.Story("", null, 1)).contains("starting")) {
            Thread.sleep(10);
        }
    }

    private static String trouble(StoreKeeper keeper, Question.Story question)
            throws InterruptedException {
        try {
            return "found " + keeper.story(question, Duration.ofMillis(1));
        } catch (StoreTrouble e) {
            return e.why();
        }
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoAsksAProcessThatReadsNothingWaitsNoLongerThanForAnAnswer() throws Exception {
        try (var keeper = deaf()) {
            start(keeper);

            assertThat(trouble(keeper, new Question.Story("x".repeat(1 << 20), null, 1)))
                    .contains("did not answer within 1 ms");
            assertThat(trouble(keeper, new Question.Story("x", null, 1)))
                    .contains("did not answer within 1 ms");
        }
    }

    @Test
    @Timeout(120)
    void moreQuestionsThanTheStoreMayHaveAtOnceAreRefusedAtOnce() throws Exception {
        try (var keeper = deaf();
                var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            start(keeper);
            var refused = new LinkedBlockingQueue<String>();
            for (int i = 0; i <= StoreKeeper.MOST_OPEN; i++) {
                askers.submit(() -> {
                    try {
                        keeper.standing(BOUND);
                    } catch (StoreTrouble e) {
                        refused.add(e.why());
                    }
                    return null;
                });
            }

            assertThat(refused.take()).contains("already");
            askers.shutdownNow();
        }
    }

    @Test
    void whoAsksAStoreThatIsNotUpIsToldSo() {
        try (var keeper =
                new StoreKeeper(settings(), List.of("/no/such/program"), System::nanoTime)) {
            assertThatThrownBy(() -> keeper.standing(BOUND))
                    .isInstanceOf(StoreTrouble.class)
                    .hasMessageContaining("starting");
        }
    }
}
