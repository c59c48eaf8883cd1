package org.restante.meaning.reference;

import org.restante.meaning.verdict.Word;

/// How soon somebody should look: low is part of a normal day, high keeps costing reputation or mail until it is dealt with.
public enum Severity implements Word {
    LOW,
    MEDIUM,
    HIGH
}
