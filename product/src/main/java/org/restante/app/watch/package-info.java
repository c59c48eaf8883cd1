/// A server for who sends with another: it follows that one's log, and serves what it tells. It takes no mail and sends none.
@NullMarked
package org.restante.app.watch;

import org.jspecify.annotations.NullMarked;
