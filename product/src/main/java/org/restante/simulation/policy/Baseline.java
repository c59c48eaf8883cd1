package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.World;

/// What servers without a law of pace have in common: mail goes at once, by the source it was given on arrival, to a host by lot.
abstract class Baseline implements Policy {
    private static final int MESSAGES_PER_CONNECTION = 100;

    private final World world;

    Baseline(World world) {
        this.world = world;
    }

    final World world() {
        return world;
    }

    final long now() {
        return world.now();
    }

    @Override
    public Order order() {
        return Order.ARRIVAL;
    }

    @Override
    public boolean pulls() {
        return false;
    }

    @Override
    public int source(Letter letter) {
        return letter.number() % world.sources();
    }

    @Override
    public long connectAt(Lane lane) {
        return now();
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        return now();
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        return MESSAGES_PER_CONNECTION;
    }

    @Override
    public int host(Lane lane) {
        return world.chance().nextInt(lane.site().hosts());
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        return true;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {}

    /// One of a table's values by who runs the site.
    static int by(Flavour flavour, int gmail, int microsoft, int yahoo, int others) {
        return switch (flavour) {
            case GMAIL -> gmail;
            case MICROSOFT -> microsoft;
            case YAHOO, YAHOO_TSS04 -> yahoo;
            case PLAIN, ORANGE, GMX, COMCAST -> others;
        };
    }
}
