/// Who goes next, and when: lanes take due mail from the queue at their pace, give it to sessions, and tell what came of it. A lane
/// is a receiver's site seen from one source; one that waits or is closed holds up nobody else.
@NullMarked
package org.restante.sending.dispatch;

import org.jspecify.annotations.NullMarked;
