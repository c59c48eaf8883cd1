package org.restante.insight.incident;

/// Tells which refusals known incidents account for.
interface Known {
    boolean explains(Family family, int crossing);

    /// Adds all crossings at which refusals of this family are accounted for.
    void mark(Family family, CrossingSet accounted);
}
