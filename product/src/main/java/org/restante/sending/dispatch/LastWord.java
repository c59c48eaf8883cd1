package org.restante.sending.dispatch;

/// What a lane heard last, where that keeps its mail waiting.
public record LastWord(Settled settled, Facts facts) {}
