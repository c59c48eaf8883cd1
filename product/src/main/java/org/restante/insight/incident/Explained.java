package org.restante.insight.incident;

/// Tells refusals that a known incident accounts for.
interface Explained {
    /// False when no incident of this family is known.
    boolean anyOf(Family family);

    boolean explains(Family family, int crossing);
}
