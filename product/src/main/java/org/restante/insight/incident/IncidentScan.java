package org.restante.insight.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;

/// Finds incidents in counts by minute and cell. One scan serves one thread.
///
/// Minutes must be told in order: [#count] places attempts, [#advance] says that all attempts up to a minute are in. An
/// attempt that comes later is still placed when it is at most [#LATE_MINUTES] old.
public final class IncidentScan {
    /// How late an attempt may come and still be counted in its own minute.
    public static final int LATE_MINUTES = 45;

    public IncidentScan(ScanSettings settings) {}

    /// The number of a cell, for [#count]. Cells beyond the bounds of the settings share the number of "(others)".
    public int cell(Cell cell) {
        return 0;
    }

    /// One attempt.
    ///
    /// @param cause null when it was accepted
    /// @param reply id of the group of alike replies, -1 when none
    /// @param messageHash tells messages apart; 0 when unknown
    public void count(
            long epochMinute, int cell, @Nullable Cause cause, int reply, long messageHash) {
        count(epochMinute, cell, cause, reply, messageHash, 0);
    }

    /// One attempt in a known session: refusals of one session at its greeting count once.
    ///
    /// @param sessionHash 0 when unknown
    public void count(
            long epochMinute,
            int cell,
            @Nullable Cause cause,
            int reply,
            long messageHash,
            long sessionHash) {}

    /// All attempts up to and including this minute are in.
    public void advance(long epochMinute) {}

    /// The log is at its end: incidents still open stay without an end.
    public void finish() {}

    /// What opened, changed or closed since the last call, in order.
    public List<IncidentChange> changes() {
        return List.of();
    }

    /// Open incidents and, after [#finish], all of them; the gravest first.
    public List<Incident> incidents() {
        return List.of();
    }
}
