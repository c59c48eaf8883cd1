package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.record.store.Question.Every;
import org.restante.record.store.Question.Narrowing;

/// A file of another version is put aside, and the operator hears what that costs.
final class StoreFileTest {
    @TempDir private Path folder;

    @Test
    void aFileOfAnotherVersionIsPutAsideAndToldOf() throws Exception {
        var settings = StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
        var told = new ArrayList<String>();
        try (var file = StoreFile.open(settings, told::add)) {
            file.note(Map.of("version", "1"));
        }
        assertThat(told).isEmpty();

        try (var file = StoreFile.open(settings, told::add)) {
            assertThat(file.noted("version")).isNotEqualTo(Optional.of("1"));
        }

        var aside = folder.resolve("store/events.duckdb.unusable");
        assertThat(aside).exists();
        assertThat(told)
                .singleElement()
                .asString()
                .contains("its tables are of another version")
                .contains("Counts older than the journal are not in the new one")
                .contains(aside + " stays: delete it");
    }

    @Test
    void aFileWithoutCountsByDayGetsThemAndKeepsTheRest() throws Exception {
        var events = SomeEvents.of(new Random(1), 300);
        var from = SomeEvents.BEGIN;
        var asked =
                new Question.Figures(
                        from,
                        from.plus(Duration.ofDays(2)),
                        Cut.PROVIDER,
                        Every.DAY,
                        Narrowing.NOTHING,
                        100);
        Found.Figures before;
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);
            before = store.ask(asked, Found.Figures.class);
            for (var table : List.of("days", "days_open")) {
                store.file.run("DROP TABLE " + table);
            }
            store.file.note(Map.of("version", "2"));
        }

        try (var store = new StoreOfEvents(folder)) {
            store.settle();

            assertThat(store.file.noted("version")).contains("3");
            assertThat(store.file.noted(DayCounts.NOTE)).isPresent();
            assertThat(store.ask(asked, Found.Figures.class)).isEqualTo(before);
        }
    }
}
