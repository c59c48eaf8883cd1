package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
