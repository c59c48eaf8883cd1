package org.restante.insight.incident;

/// Tells refusals that a known incident accounts for.
@FunctionalInterface
interface Explained {
    boolean explains(Family family, int crossing);
}
