package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.response.Mode;
import org.restante.insight.response.ResponseSettings;
import org.restante.insight.response.ResponseTable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.message.Domain;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;

/// Looking for incidents in what goes on record; its time is the test's.
@Timeout(120)
final class DutyTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private Path data;
    private volatile Instant now = NOON;
    private volatile boolean isBroken;

    private Instant clock() {
        if (isBroken) {
            throw new IllegalStateException("scripted");
        }
        return now;
    }

    private Duty duty() throws IOException {
        var settings =
                new ResponseSettings(
                        true,
                        Mode.SUGGEST,
                        Mode.SUGGEST,
                        Map.of(),
                        Duration.ofHours(2),
                        Duration.ofDays(3),
                        ResponseTable.defaults());
        var source = Source.unbound("mta1", new Domain("us.example"));
        var pool = new Pool("all", List.of(new Pool.Member(source, 1)), false);
        return new Duty(
                data,
                data.resolve("events"),
                Knowledge.shipped(),
                (_, _) -> {},
                new NotedControl(() -> now),
                () -> settings,
                () -> new Pools(List.of(pool), "all"),
                this::clock);
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    void aFaultOfOursEndsNothingAndWhatHappenedMeanwhileIsFound() throws Exception {
        try (var journal =
                        new FileJournal(
                                data.resolve("events"), JournalSettings.defaults(), () -> now);
                var duty = duty()) {
            var traffic = new MadeUpTraffic(event -> record(journal, event));
            minutes(traffic, journal, 60, false);
            duty.start();
            until(() -> duty.casebook().isCaughtUp());
            assertThat(duty.casebook().list(true)).isEmpty();

            isBroken = true;
            until(() -> duty.bugs() > 0 && !duty.casebook().isCaughtUp());
            minutes(traffic, journal, 20, true);
            isBroken = false;
            until(() -> duty.casebook().isCaughtUp());

            assertThat(duty.casebook().list(true)).isNotEmpty();
        }
    }

    private void minutes(MadeUpTraffic traffic, FileJournal journal, int count, boolean isBlocked)
            throws IOException {
        for (int i = 0; i < count; i++) {
            traffic.minute(now, isBlocked);
            now = now.plusSeconds(60);
        }
        journal.sync();
    }

    private static void record(FileJournal journal, Event event) {
        try {
            journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
