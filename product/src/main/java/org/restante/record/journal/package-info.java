/// The events on record: JSON lines in files that are only appended to, packed when they are full, kept for a time and up to a
/// size.
@NullMarked
package org.restante.record.journal;

import org.jspecify.annotations.NullMarked;
