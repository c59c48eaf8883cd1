package org.restante.record.journal;

import java.time.Instant;

/// A place between two lines of a journal, good to go on from after a restart; packing a file does not move it.
///
/// @param file when the file was begun
/// @param octets of the file's unpacked text before the place
public record JournalPlace(Instant file, long octets) {
    public JournalPlace {
        if (octets < 0) {
            throw new IllegalArgumentException("a place is in a file: " + octets);
        }
    }
}
