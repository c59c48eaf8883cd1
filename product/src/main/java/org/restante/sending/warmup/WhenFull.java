package org.restante.sending.warmup;

/// What becomes of bulk mail that the day's plan has no room for.
public enum WhenFull {
    /// It waits for the plans of the next days; what has waited for long leaves by a warm source of its pool, where there is one.
    WAIT,
    /// It leaves by a warm source of its pool at once, where there is one.
    OVERFLOW
}
