package org.restante.record.logs;

import java.time.Instant;
import java.time.ZoneId;

/// What a reader must be told about a log before it reads the first line.
///
/// @param zone of the times that name none
/// @param reference the newest time the log can plausibly hold (when the file was last written, or now). A time without a
///     year belongs to the last year in which it is not more than a day after this.
/// @param head the first bytes of the file, as many as are at hand: headers stand there, and what a format is told by.
///     Shared, not copied: nobody writes to it.
@SuppressWarnings("ArrayRecordComponent")
public record LogContext(ZoneId zone, Instant reference, byte[] head) {}
