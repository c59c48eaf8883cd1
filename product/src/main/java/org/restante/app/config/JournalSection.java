package org.restante.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.restante.record.journal.JournalSettings;

/// `[journal]`: the events on record, in the folder `events` of the data folder.
public record JournalSection(
        @Key(
                        value = "a file is packed (zstd) and a new one begun from here on",
                        usual = "64MiB",
                        why = "some 100,000 events",
                        min = "1MiB",
                        max = "16GiB",
                        restart = true)
                Size fileSize,
        @Key(
                        value = "or once its first event is this old",
                        usual = "24h",
                        why = "a day is what people look for, and age can be told by the file",
                        min = "1m",
                        max = "365d",
                        restart = true)
                Duration fileFor,
        @Key(
                        value = "of packed files together; the oldest go first",
                        usual = "10GiB",
                        why = "some hundred million events, a fortieth of their size when packed",
                        min = "1MiB",
                        restart = true)
                Size keptSize,
        @Key(
                        value = "how long a file stays after its last event",
                        usual = "90d",
                        why =
                                "a season of comparisons; longer needs a reason under data protection law",
                        min = "1h",
                        restart = true)
                Duration keptFor,
        @Key(
                        value =
                                "recipients are written hashed with the key in this file, and nobody can tell them any more once it is deleted",
                        why = "without it they are written as they are",
                        example = "/etc/restante/recipients.key",
                        restart = true)
                Optional<Path> recipientKey) {
    public JournalSettings settings() {
        return new JournalSettings(
                fileSize.octets(), fileFor, keptSize.octets(), keptFor, recipientKey);
    }
}
