/// The commands and what they print.
@NullMarked
package org.restante.app.cli;

import org.jspecify.annotations.NullMarked;
