package org.restante.app.api;

/// Where the answers of one hour stand in its file, by a hash of 64 bits of their keys.
sealed interface AnsweredHour permits HourInMemory, HourOnDisk {
    /// The octet at which the line of an answer begins; -1 for none. Another key may have the same hash, so the line has the last word.
    long find(long hash);
}
