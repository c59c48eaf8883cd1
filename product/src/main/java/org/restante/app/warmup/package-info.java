/// The warming up of sources in a running server: which plan each goes by, what people order, and the file that keeps it.
@NullMarked
package org.restante.app.warmup;

import org.jspecify.annotations.NullMarked;
