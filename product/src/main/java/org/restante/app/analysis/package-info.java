/// Reads mail logs and finds what is wrong in them: the wiring between readers, verdicts, counts and incidents that the
/// commands share.
@NullMarked
package org.restante.app.analysis;

import org.jspecify.annotations.NullMarked;
