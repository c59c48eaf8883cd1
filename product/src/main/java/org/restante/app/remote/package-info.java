/// A running server as the commands beside it see it: found by [ControlFile], an address and a token, spoken to by HTTP ([ServerClient]).
@NullMarked
package org.restante.app.remote;

import org.jspecify.annotations.NullMarked;
