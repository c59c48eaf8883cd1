package org.restante.insight.incident;

import org.restante.meaning.verdict.Word;

/// How much an incident asks for.
public enum Severity implements Word {
    OBSERVE,
    THROTTLE,
    PAUSE
}
