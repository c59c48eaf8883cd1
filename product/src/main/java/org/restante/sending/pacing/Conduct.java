package org.restante.sending.pacing;

/// Whether the law is obeyed.
public enum Conduct {
    ACTS,
    /// It learns and says what it would do, and neither closes nor slows anything.
    OBSERVES
}
