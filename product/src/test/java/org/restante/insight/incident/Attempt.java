package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;

/// One attempt of made-up traffic: what a perfect reader would count, and the text a log would show.
///
/// @param cause null when accepted
record Attempt(long minute, Cell cell, @Nullable Cause cause, long message) {}
