package org.restante.simulation.world;

import java.util.List;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Receiver;

/// One receiver and our lanes to it.
public final class Site {
    private final int index;
    private final Receiver receiver;
    private List<Lane> lanes = List.of();

    final Line[] shared = {new Line(), new Line()};
    final int[] backlog = new int[2];
    int opening;

    Site(int index, Receiver receiver) {
        this.index = index;
        this.receiver = receiver;
    }

    void connect(List<Lane> all) {
        lanes = List.copyOf(all);
    }

    public int index() {
        return index;
    }

    public List<Lane> lanes() {
        return lanes;
    }

    /// Who runs it: what the MX host's name tells.
    public Flavour flavour() {
        return receiver.model().flavour();
    }

    /// How many MX hosts it has.
    public int hosts() {
        return receiver.model().hosts();
    }

    /// Messages of the stream that have arrived and neither been delivered nor given up.
    public int backlog(Stream stream) {
        return backlog[stream.ordinal()];
    }

    /// The receiver with all it hides: for a clairvoyant, a table tuned by the truth, and the charts. A policy that is to be compared
    /// with a real server must not look.
    public Receiver receiver() {
        return receiver;
    }
}
