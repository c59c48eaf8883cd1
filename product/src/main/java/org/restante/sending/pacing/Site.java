package org.restante.sending.pacing;

import java.util.ArrayList;
import java.util.List;

/// What the lanes of one receiver share, one a source of ours: what it takes in a connection, how long it stays closed, how long its
/// greylist lasts, and how fast each of the others goes. Guards itself; its lanes hold it while they decide.
public final class Site {
    /// Where a refusal is dear, the limit is tried so often a day.
    private static final int DEAR_PROBES_A_DAY = 4;

    final ConnectionCap connections = new ConnectionCap();
    final MessagesPerConnection messagesPerConnection = new MessagesPerConnection();
    final Pauses pauses = new Pauses();
    private final GreylistDelays greylist = new GreylistDelays();
    private final List<Law> lanes = new ArrayList<>(1);
    private int probes;
    private long probesSince = Long.MIN_VALUE;

    synchronized void join(Law lane) {
        lanes.add(lane);
    }

    /// A lane that is no more.
    public synchronized void leave(Law lane) {
        lanes.remove(lane);
    }

    /// Whether it has lanes.
    public synchronized boolean hasLanes() {
        return !lanes.isEmpty();
    }

    /// When to try again a recipient that the greylist has put off: nanoseconds after its first refusal.
    ///
    /// @param elapsed since that refusal
    public synchronized long greylistDue(long elapsed, boolean isTransactional) {
        return Seconds.nanos(greylist.due(Seconds.of(elapsed), isTransactional));
    }

    public synchronized void greylistPassed(long elapsed) {
        greylist.passedAfter(Seconds.of(elapsed));
    }

    public synchronized void greylistRefused(long elapsed) {
        greylist.refusedAfter(Seconds.of(elapsed));
    }

    /// Whether another lane is closed by a refusal: no sibling goes faster while it is, lest it carry what was refused.
    boolean isFrozenFor(Law lane) {
        for (var each : lanes) {
            if (each != lane && each.isRefused()) {
                return true;
            }
        }
        return false;
    }

    /// The lowest rate that another lane believes to be refused; infinite when none does.
    double leastRefusedOf(Law lane) {
        double least = Double.POSITIVE_INFINITY;
        for (var each : lanes) {
            if (each != lane) {
                least = Math.min(least, each.speed().limit.bracket.refused());
            }
        }
        return least;
    }

    /// The fastest of the lanes.
    Law leader(Law lane) {
        var leader = lane;
        for (var each : lanes) {
            if (each.speed().perSecond() > leader.speed().perSecond() * 1.001) {
                leader = each;
            }
        }
        return leader;
    }

    /// A lane has met a limit for the first time: those that have not, and have not passed as much either, go slower than it from now on.
    ///
    /// @param refused messages a second at which it was; infinite for no bound
    /// @param passed messages since it opened
    void warn(Law lane, double refused, int passed, long now) {
        for (var each : lanes) {
            if (each != lane) {
                each.isWarned(lane, refused, passed, now);
            }
        }
    }

    /// Whether the limit may be tried once more today; it counts.
    boolean mayProbe(boolean isDear, long now) {
        if (!isDear) {
            return true;
        }
        if (probesSince == Long.MIN_VALUE || Seconds.of(now - probesSince) >= Seconds.DAY) {
            probesSince = now;
            probes = 0;
        }
        if (probes >= DEAR_PROBES_A_DAY) {
            return false;
        }
        probes++;
        return true;
    }

    public synchronized SiteState save() {
        return new SiteState(
                connections.most(),
                connections.hold(),
                messagesPerConnection.most(),
                pauses.sufficed(),
                pauses.didNot(),
                pauses.clearing(),
                greylist.refused(),
                greylist.passed());
    }

    public synchronized void restore(SiteState state, long now) {
        connections.restore(state.connections(), state.connectionsHold(), now);
        if (state.messagesPerConnection() != Integer.MAX_VALUE) {
            messagesPerConnection.told(state.messagesPerConnection());
        }
        pauses.restore(state.pauseSufficed(), state.pauseDidNot(), state.clearing());
        greylist.restore(state.greylistRefused(), state.greylistPassed());
    }
}
