/// `restante sink`: which receivers stand where, what is shown of them while mail comes in, and what is told in the end.
@NullMarked
package org.restante.app.sink;

import org.jspecify.annotations.NullMarked;
