/// What a log (or any stream of events) says, as one value: [Analysis] and its parts. Whoever reads the events fills it,
/// and every face (JSON, CSV, page, terminal) is a function of it.
///
/// **Attempts** are delivered + deferred + bounced, one for each recipient actually tried. What is unknown is null or
/// [TableRow#UNKNOWN], never a zero; a rate without attempts is absent.
@NullMarked
package org.restante.record.report;

import org.jspecify.annotations.NullMarked;
