/// Other servers' logs, read line by line from bytes.
///
/// A [LineReader] turns one line into [LogRow]s and hands each to a [RowSink]; it keeps no state that a later line needs, so
/// that stretches of one log can be read side by side. What belongs together (a queue id's sender, its deliveries) is joined
/// by whoever takes the rows, in the order of the log.
@NullMarked
package org.restante.record.logs;

import org.jspecify.annotations.NullMarked;
