/// Who must not be mailed, why and since when: asked when mail comes in and before each attempt.
///
/// The list is an append-only file; memory holds a hash and a place in the file for each entry (some 34 MB for a million), so that asking
/// for somebody who is not on it takes no lock and no disk. What was answered for is on disk; what is learnt from bounces is written
/// a moment later and, after a crash, learnt again.
@NullMarked
package org.restante.sending.suppression;

import org.jspecify.annotations.NullMarked;
