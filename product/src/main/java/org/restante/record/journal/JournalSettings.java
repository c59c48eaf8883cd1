package org.restante.record.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How much is kept, and how.
///
/// @param fileBytes a file is packed and a new one begun from here on
/// @param fileFor or once its first event is this old, so that age can be told by the file
/// @param keptBytes of packed files together; the oldest go first
/// @param keptFor how long a file stays after its last event
/// @param recipientKey recipients are written hashed with the key in this file (see [KeyedRecipients]); empty: as they are
public record JournalSettings(
        long fileBytes,
        Duration fileFor,
        long keptBytes,
        Duration keptFor,
        Optional<Path> recipientKey) {
    public JournalSettings {
        if (fileBytes < 1 || keptBytes < 0) {
            throw new IllegalArgumentException(
                    "a file has an octet at least: " + fileBytes + ", " + keptBytes + " kept");
        }
        if (fileFor.isNegative() || fileFor.isZero() || keptFor.isNegative()) {
            throw new IllegalArgumentException(
                    "a file lasts a while: " + fileFor + ", " + keptFor + " kept");
        }
    }

    /// Files of 64 MiB (some 100,000 events), a fortieth of them packed, or of a day; 10 GiB or 90 days; recipients as they are.
    public static JournalSettings defaults() {
        return new JournalSettings(
                64L << 20, Duration.ofDays(1), 10L << 30, Duration.ofDays(90), Optional.empty());
    }
}
