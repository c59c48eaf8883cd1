package org.restante.record.journal;

import java.time.Duration;

/// How much is kept.
///
/// @param fileBytes a file is packed and a new one begun from here on
/// @param keptBytes of packed files together; the oldest go first
/// @param keptFor how long a packed file stays
public record JournalSettings(long fileBytes, long keptBytes, Duration keptFor) {
    /// Files of 64 MiB (some 100,000 events), a fortieth of them packed; 10 GiB or 90 days.
    public static JournalSettings defaults() {
        return new JournalSettings(64L << 20, 10L << 30, Duration.ofDays(90));
    }
}
