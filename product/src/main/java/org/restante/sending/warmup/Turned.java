package org.restante.sending.warmup;

/// A day that is over, and what the plan did then.
public record Turned(DayCount count, Step step) {}
