package org.restante.simulation.score;

import org.restante.simulation.world.Scenario;

/// A scenario as it is described: what it leaves to chance is drawn for each seed.
public interface Plan {
    String name();

    /// One sentence for people.
    String about();

    Scenario drawn(long seed);
}
