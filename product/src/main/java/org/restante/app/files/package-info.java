/// Small files of the server's own that are replaced as a whole.
@NullMarked
package org.restante.app.files;

import org.jspecify.annotations.NullMarked;
