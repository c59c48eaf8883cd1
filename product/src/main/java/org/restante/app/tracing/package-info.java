/// A message's life as an OpenTelemetry trace, for those who keep the traces of all their programs in one place. Made of events, beside the
/// work: where nobody listens, nothing waits.
@NullMarked
package org.restante.app.tracing;

import org.jspecify.annotations.NullMarked;
