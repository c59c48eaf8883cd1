package org.restante.simulation.sink;

/// Lets time pass: a receiver that is slow.
@FunctionalInterface
public interface Wait {
    /// @param nanos of our time
    void pass(long nanos);
}
