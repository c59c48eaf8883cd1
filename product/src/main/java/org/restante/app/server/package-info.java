/// The sending server put together: what is started, in which order, and how it stops.
@NullMarked
package org.restante.app.server;

import org.jspecify.annotations.NullMarked;
