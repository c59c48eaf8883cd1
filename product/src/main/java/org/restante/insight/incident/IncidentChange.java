package org.restante.insight.incident;

import java.time.Instant;
import org.restante.meaning.verdict.Word;

/// An incident opened, was understood differently, or closed.
///
/// @param at the end of the minute after which it was found
public record IncidentChange(What what, Instant at, Incident incident) {
    public enum What implements Word {
        OPENED,
        CHANGED,
        CLOSED
    }
}
