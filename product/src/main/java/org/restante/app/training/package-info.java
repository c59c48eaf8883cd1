/// `restante train`: a day of a server in half a minute, with receivers and clients of its own, for the JVM to remember.
@NullMarked
package org.restante.app.training;

import org.jspecify.annotations.NullMarked;
