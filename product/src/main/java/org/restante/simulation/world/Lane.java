package org.restante.simulation.world;

import java.util.ArrayList;
import java.util.List;

/// One site seen from one source.
public final class Lane {
    private final Site site;
    private final int source;
    private final int index;
    private final String address;

    final Line[] pinned = {new Line(), new Line()};
    final List<Connection> idle = new ArrayList<>();
    int opening;
    int open;
    int busy;
    int turn;
    long wakeAt = Long.MAX_VALUE;
    boolean waitsForSocket;

    Lane(Site site, int source, int index) {
        this.site = site;
        this.source = source;
        this.index = index;
        address = "192.0.2." + (source + 1);
    }

    public Site site() {
        return site;
    }

    /// The number of the source, from 0.
    public int source() {
        return source;
    }

    /// The number of the lane in its world, from 0.
    public int index() {
        return index;
    }

    /// The source's address.
    public String address() {
        return address;
    }

    /// Connections that stand or are being opened.
    public int connections() {
        return open + opening;
    }

    /// Connections that stand.
    public int standing() {
        return open;
    }

    /// Messages under way.
    public int busy() {
        return busy;
    }
}
