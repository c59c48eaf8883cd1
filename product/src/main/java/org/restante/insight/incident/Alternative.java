package org.restante.insight.incident;

import org.restante.meaning.verdict.Cause;

/// What else it might be.
///
/// @param toTellApart what to look at to decide between this and the diagnosis
public record Alternative(
        Diagnosis diagnosis, Cause cause, double confidence, String toTellApart) {}
