package org.restante.insight.response;

import org.restante.meaning.verdict.Word;

/// How far the protocol goes by itself.
public enum Mode implements Word {
    /// It says what it would do, to who asks.
    OBSERVE,
    /// It tells what it would do, and waits for a person.
    SUGGEST,
    /// It does it, with an end and an undo.
    ACT
}
