/// Where the program starts.
@NullMarked
package org.restante.app.main;

import org.jspecify.annotations.NullMarked;
