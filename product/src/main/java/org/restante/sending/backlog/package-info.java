/// Recipients that wait, each line of them in the order they are due: a window of each in memory, the rest in files that can be thrown
/// away, because the spool holds all they say. Memory grows with the lines, not with those who stand in them.
///
/// ```text
///  add ──► window (a heap a line) ──too many──► run: rows of all lines, by line, in due order ──eight of a size──► one run
///            │        ▲                                        │
///  take ◄────┘        └────────── the next few rows ───────────┘      a row read is a row gone; a run read to its end is deleted
/// ```
///
/// Invariants: a row stands in one window or in one run; the rows of one run and line are read in order, so what was taken of them is a
/// number; nothing here survives the process.
@NullMarked
package org.restante.sending.backlog;

import org.jspecify.annotations.NullMarked;
