package org.restante.simulation.sink;

import java.time.Duration;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.ReceiverModel.Door;
import org.restante.simulation.receiver.ReceiverModel.Latency;
import org.restante.simulation.receiver.ReceiverModel.Noise;
import org.restante.simulation.receiver.ReceiverModel.Standing;
import org.restante.simulation.receiver.Weather;

/// A receiver that takes whatever comes, at once: for benchmarks.
public final class Unlimited {
    private Unlimited() {}

    public static ReceiverModel model(String name) {
        return new ReceiverModel(
                name,
                Flavour.PLAIN,
                false,
                1,
                new Door(Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
                new Limit.None(),
                Flavour.PLAIN.limitedAt(),
                false,
                false,
                Weather.FAIR,
                Box.NONE,
                Standing.IGNORED,
                null,
                new Noise(0, 0),
                new Latency(Duration.ZERO, 0, Duration.ZERO),
                null);
    }
}
