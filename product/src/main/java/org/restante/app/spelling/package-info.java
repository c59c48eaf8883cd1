/// Which word somebody may have meant who wrote one there is not: for settings, orders and scenarios alike.
@NullMarked
package org.restante.app.spelling;

import org.jspecify.annotations.NullMarked;
