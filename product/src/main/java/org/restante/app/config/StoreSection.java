package org.restante.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.restante.record.store.StoreSettings;

/// `[store]`: the events in columns, in the folder `store` of the data folder.
public record StoreSection(
        @Key(
                        value =
                                "whether events are kept in columns, for reports and for the search of messages",
                        usual = "true",
                        why =
                                "a process of its own makes them from the journal; without it these questions are answered with 503",
                        restart = true)
                boolean enabled,
        @Key(
                        value = "memory its database may use, beside some 200 MiB of its process",
                        usual = "512MiB",
                        why = "beyond, it works on disk, slower",
                        min = "64MiB",
                        max = "1TiB",
                        restart = true)
                Size memory,
        @Key(
                        value = "threads that work on one question",
                        usual = "2",
                        why = "they run at a lower priority than the mail",
                        min = "1",
                        max = "256",
                        restart = true)
                int threads,
        @Key(
                        value = "how long single events stay",
                        usual = "90d",
                        why = "as long as in the journal",
                        min = "1h",
                        restart = true)
                Duration keptFor,
        @Key(
                        value = "how long counts by hour stay",
                        usual = "400d",
                        why = "a month can be compared with last year's",
                        min = "1h",
                        restart = true)
                Duration countsKeptFor)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (countsKeptFor.compareTo(keptFor) < 0) {
            objections.against(
                    "counts_kept_for",
                    "is shorter than kept_for",
                    "at least as long would be right");
        }
    }

    /// What it says of the store below a data folder.
    public StoreSettings settings(Path data) {
        return settings(data, List.of(data.resolve("events"), data.resolve("imported")));
    }

    /// The same over other journals.
    public StoreSettings settings(Path data, List<Path> journals) {
        return new StoreSettings(
                journals,
                data.resolve("store"),
                Math.toIntExact(memory.octets() >> 20),
                threads,
                keptFor,
                countsKeptFor);
    }
}
