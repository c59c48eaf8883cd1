package org.restante.simulation.policy;

import org.restante.simulation.world.Lane;
import org.restante.simulation.world.World;

/// Additive increase, multiplicative decrease of the number of connections, as TCP's Reno does: one more for each window that passed,
/// half of them for a refusal.
final class Aimd extends Client {
    Aimd(World world) {
        super(world);
    }

    @Override
    void tooMuch(Lane lane, Gist gist) {
        halve(lane);
    }
}
