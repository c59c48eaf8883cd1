package org.restante.simulation.score;

import org.restante.simulation.policy.Contestant;

/// One policy in one world.
///
/// @param events acts of virtual time
public record Run(
        String scenario,
        Contestant contestant,
        long seed,
        Figures figures,
        Curve curve,
        long events) {}
