package org.restante.simulation.world;

import java.time.Duration;
import java.util.List;
import org.restante.simulation.receiver.ReceiverModel;

/// Receivers and the mail for them, as drawn for one seed.
///
/// @param kind which figures it enters
/// @param sources addresses we send from
/// @param sockets connections at once, over all lanes
/// @param innocents the receivers whose mail only must not suffer from the others' troubles
public record Scenario(
        String name,
        Kind kind,
        Duration length,
        int sources,
        int sockets,
        List<ReceiverModel> receivers,
        List<Load> loads,
        List<Integer> innocents) {
    /// What a scenario is for.
    public enum Kind {
        /// A receiver of a known sort, static but for the boxes.
        DESIGNED,
        /// Drawn at random; not in the worst of the designed.
        LOTTERY,
        /// Of a sort that the law was not made for.
        UNSEEN,
        /// Several days of a quota that grows; in no mean.
        WARM_UP,
        /// A user's own, or one for a property that is no question of pace; in no mean.
        OTHER
    }

    public Scenario {
        receivers = List.copyOf(receivers);
        loads = List.copyOf(loads);
        innocents = List.copyOf(innocents);
    }
}
