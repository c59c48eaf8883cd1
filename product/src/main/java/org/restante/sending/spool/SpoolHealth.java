package org.restante.sending.spool;

import java.util.Optional;

/// How the spool does.
///
/// @param stopped why nothing is written any more, until a restart
/// @param full why new mail is refused for want of room
/// @param messages live ones
/// @param recipients those not done
/// @param liveBytes of records that count
/// @param diskBytes of all files of the log, free ones included
/// @param damagedSegments that are kept because something in them could not be read
/// @param queuedBytes handed in and not yet written
/// @param recordBytes written since the start, moves included
/// @param batches synced since the start
/// @param commitP50 nanoseconds half of the batches took at most, to 12 %
/// @param commitP99 the same for 99 %
public record SpoolHealth(
        Optional<String> stopped,
        Optional<String> full,
        long messages,
        long recipients,
        long liveBytes,
        long diskBytes,
        int damagedSegments,
        long queuedBytes,
        long recordBytes,
        long batches,
        long commitP50,
        long commitP99) {
    /// Whether new mail is taken.
    public boolean acceptsMail() {
        return stopped.isEmpty() && full.isEmpty();
    }
}
