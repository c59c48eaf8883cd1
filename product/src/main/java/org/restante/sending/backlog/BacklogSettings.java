package org.restante.sending.backlog;

/// @param rowsInMemory how many recipients' rows the windows of all lines may hold before the rest is written out; some 50 octets each
/// @param runsToMerge how many runs of like size become one
/// @param soonMillis what is due within that stays in memory, as far as there is room
public record BacklogSettings(int rowsInMemory, int runsToMerge, long soonMillis) {
    public BacklogSettings {
        if (rowsInMemory < 8 || runsToMerge < 2 || soonMillis < 0) {
            throw new IllegalArgumentException(
                    "rowsInMemory is 8 or more, runsToMerge 2 or more, soonMillis not negative");
        }
    }

    /// Half a million rows are some 30 MiB; a run of them is written in a tenth of a second. Merging by eight writes each row twice by
    /// ten million. A minute is longer than a row takes to be read back by far.
    public static BacklogSettings defaults() {
        return new BacklogSettings(500_000, 8, 60_000);
    }
}
