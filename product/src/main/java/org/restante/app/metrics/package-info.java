/// The server's numbers in the text format that Prometheus reads. Counted beside the work, never in its way: mail is counted where events
/// are copied to the journal, all else is asked for when somebody looks.
@NullMarked
package org.restante.app.metrics;

import org.jspecify.annotations.NullMarked;
