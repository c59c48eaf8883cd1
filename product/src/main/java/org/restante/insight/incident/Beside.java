package org.restante.insight.incident;

/// Messages of one minute whose refusals are no evidence of their own, as their session had been refused for the same before: people are told of
/// them, the search weighs the session.
final class Beside {
    /// Messages that are refused for the first time, by crossing, stage and cause.
    final Refusals first = new Refusals();

    /// Of those of earlier minutes too, the ones that are evidence now.
    final Refusals evident = new Refusals();

    /// Attempts that count, of messages that were among the first.
    final SparseTally again = new SparseTally();

    void clear() {
        first.clear();
        evident.clear();
        again.clear();
    }
}
