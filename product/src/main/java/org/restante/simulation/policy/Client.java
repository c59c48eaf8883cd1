package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// A client that adapts as they do outside mail: replies tell it only whether it was too much. A message is tried again after a minute,
/// then twice as long each time up to an hour, with jitter.
abstract class Client extends Baseline {
    private static final double MOST_CONNECTIONS = 20;
    private static final long CALM = Spans.SECOND;

    private static final class Window {
        double size = 2;
        long cutAt = -CALM;
    }

    private final PerLane<Window> windows = new PerLane<>(Window::new);
    private final Gists gists = new Gists();

    Client(World world) {
        super(world);
    }

    @Override
    public final Order order() {
        return Order.ALTERNATING;
    }

    @Override
    public final int connections(Lane lane) {
        return (int) Math.max(1, windows.of(lane).size);
    }

    /// At most once a second.
    final void halve(Lane lane) {
        var window = windows.of(lane);
        if (now() - window.cutAt > CALM) {
            window.size = Math.max(1, window.size / 2);
            window.cutAt = now();
        }
    }

    /// A try that was too much.
    abstract void tooMuch(Lane lane, Gist gist);

    /// A try that says the pace is not too much.
    void fine(Lane lane) {
        var window = windows.of(lane);
        window.size = Math.min(MOST_CONNECTIONS, window.size + 1 / window.size);
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        var gist = gists.of(answer);
        tooMuch(lane, gist);
        return gist != Gist.CONNECTIONS;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        var gist = gists.of(answer);
        switch (gist) {
            case TAKEN, FINAL, MAILBOX, GREYLIST -> fine(connection.lane());
            case SILENCE, CONNECTIONS, SERVER, RATE, UNKNOWN -> tooMuch(connection.lane(), gist);
        }
    }

    @Override
    public final long retryAt(Lane lane, Letter letter, Answer answer) {
        double wait =
                Math.min(
                        Spans.HOUR,
                        Spans.MINUTE * Math.scalb(1.0, Math.min(10, letter.attempts() - 1)));
        return now() + (long) (wait * (0.5 + world().chance().nextDouble()));
    }
}
