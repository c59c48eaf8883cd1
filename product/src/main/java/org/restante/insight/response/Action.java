package org.restante.insight.response;

import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.Word;

/// What the protocol asks for, from nothing to a pause.
public enum Action implements Word {
    /// Less than anybody need look at, or too few messages to tell.
    NOTHING(Severity.OBSERVE),
    OBSERVE(Severity.OBSERVE),
    SLOW(Severity.THROTTLE),
    PAUSE(Severity.PAUSE);

    private final Severity severity;

    Action(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }
}
