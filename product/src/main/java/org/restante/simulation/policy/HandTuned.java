package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// A table made by somebody who knew the receiver's true limits of the first hour and took 90 % of its rate, with KumoMTA's retries and
/// nothing that adapts. Where the limit counts all sources together, the table does not know it.
final class HandTuned extends KumoMta {
    private static final double SHARE = 0.9;

    private static final class Next {
        long message;
        long connect;
    }

    private final PerLane<Next> lanes = new PerLane<>(Next::new);

    HandTuned(World world) {
        super(world);
    }

    @Override
    public int connections(Lane lane) {
        return lane.site().receiver().model().door().connections();
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        return lane.site().receiver().model().door().messages();
    }

    @Override
    public long connectAt(Lane lane) {
        return lanes.of(lane).connect;
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        return lanes.of(lane).message;
    }

    @Override
    public void opening(Lane lane, int host) {
        int perMinute = lane.site().receiver().model().door().perMinute();
        if (perMinute > 0) {
            var next = lanes.of(lane);
            next.connect = Math.max(next.connect, now()) + Spans.seconds(60 / (SHARE * perMinute));
        }
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        double perSecond = SHARE * lane.site().receiver().model().limit().perSecond();
        var next = lanes.of(lane);
        next.message = Math.max(next.message, now()) + Spans.seconds(1 / perSecond);
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        return false;
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {}
}
