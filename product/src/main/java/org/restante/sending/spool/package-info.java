/// Keeps accepted mail through a crash; the only owner of the files in its folder.
///
/// [Spool] is the door. Everything that must survive is a checksummed record in one log of segments: messages, pieces of large
/// bodies, what became of each recipient, control values. One thread writes, one `fdatasync` serves everybody who waited
/// (group commit), and what was promised durable is never undone. The order in the log is the truth: the same code applies a
/// record when it is written and when it is read back after a crash.
///
/// Invariants, told with their reasons in `docs/SPOOL.md`:
/// - A batch is written only after the batch before it is on disk; so the log that survives is a beginning of the log.
/// - The index in memory shows only what is on disk.
/// - A message stands in the log before the states of its recipients, also after it was moved.
/// - The note of a message's end outlives every segment that may still hold the message.
/// - A segment is used again only when all it held was moved, the moves are on disk, and its events were copied.
/// - After a failed write or sync nothing more is written.
@NullMarked
package org.restante.sending.spool;

import org.jspecify.annotations.NullMarked;
