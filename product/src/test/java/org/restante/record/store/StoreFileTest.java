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
            for (var table : List.of("days", "days_open", "deferred")) {
                store.file.run("DROP TABLE " + table);
            }
            store.file.run("DELETE FROM notes WHERE name = '" + StillDeferred.NOTE + "'");
            store.file.note(Map.of("version", "2"));
        }

        try (var store = new StoreOfEvents(folder)) {
            store.settle();

            assertThat(store.file.noted("version")).contains("5");
            assertThat(store.file.noted(DayCounts.NOTE)).isPresent();
            assertThat(store.ask(asked, Found.Figures.class)).isEqualTo(before);
        }
    }

    @Test
    void aFileWithoutWhoIsStillDeferredLearnsItFromItsEvents() throws Exception {
        var events = SomeEvents.of(new Random(4), 300);
        var at = SomeEvents.BEGIN.plus(SomeEvents.LENGTH);
        var asked = new Question.Lasting(at, Cut.PROVIDER, Narrowing.NOTHING, 100, 100);
        Found.Lasting before;
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);
            before = store.ask(asked, Found.Lasting.class);
            assertThat(before.total().lasting()).isPositive();
            store.file.run("DROP TABLE deferred");
            store.file.run("DELETE FROM notes WHERE name = '" + StillDeferred.NOTE + "'");
            store.file.note(Map.of("version", "3"));
        }

        try (var store = new StoreOfEvents(folder)) {
            assertThat(store.file.noted("version")).contains("5");
            assertThat(store.ask(asked, Found.Lasting.class)).isEqualTo(before);
        }
    }

    @Test
    void aFileWithoutTheAgesOfThoseReckonsThem() throws Exception {
        var at = SomeEvents.BEGIN.plus(SomeEvents.LENGTH);
        var asked = new Question.Lasting(at, Cut.DOMAIN, Narrowing.NOTHING, 100, 100);
        Found.Lasting before;
        try (var store = new StoreOfEvents(folder)) {
            store.take(SomeEvents.of(new Random(5), 300));
            before = store.ask(asked, Found.Lasting.class);
            assertThat(before.total().lasting()).isPositive();
            store.file.run("ALTER TABLE deferred DROP COLUMN age_ms");
            store.file.note(Map.of("version", "4"));
        }

        try (var store = new StoreOfEvents(folder)) {
            assertThat(store.file.noted("version")).contains("5");
            assertThat(store.ask(asked, Found.Lasting.class)).isEqualTo(before);
        }
    }
}
