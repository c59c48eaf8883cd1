package org.restante.simulation.policy;

import java.util.List;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// The table that guides give: about 20 connections at Gmail, 10 at Outlook, 5–10 at Yahoo, 2–5 at small domains; a refused message is
/// tried again after 15 minutes, 30, 1 h, 2 h and every 4 h. Nothing adapts.
final class StaticTable extends Baseline {
    private static final List<Long> WAITS =
            List.of(
                    15 * Spans.MINUTE,
                    30 * Spans.MINUTE,
                    Spans.HOUR,
                    2 * Spans.HOUR,
                    4 * Spans.HOUR);

    StaticTable(World world) {
        super(world);
    }

    @Override
    public int connections(Lane lane) {
        return by(lane.site().flavour(), 20, 10, 7, 3);
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        return now() + WAITS.get(Math.clamp(letter.attempts() - 1, 0, WAITS.size() - 1));
    }
}
