package org.restante.app.api;

import java.util.function.BooleanSupplier;
import org.restante.app.access.Token;

/// Who was let in.
///
/// @param token what may be done: a program's, or one that stands for a session's rights
/// @param actor for events and logs: `token NAME` or `user NAME`
/// @param stands whether that is so still, for answers that take long
record Admitted(Token token, String actor, BooleanSupplier stands) {}
