package org.restante.simulation.world;

import org.restante.simulation.receiver.Visit;

/// One open connection of a lane.
public final class Connection {
    private final Lane lane;
    private final int host;
    private final Visit visit;

    int tried;
    int carried;
    boolean isClosed;
    long idleSince;

    Connection(Lane lane, int host, Visit visit) {
        this.lane = lane;
        this.host = host;
        this.visit = visit;
    }

    public Lane lane() {
        return lane;
    }

    public int host() {
        return host;
    }

    /// Messages that it has carried and the receiver has taken.
    public int carried() {
        return carried;
    }

    Visit visit() {
        return visit;
    }
}
