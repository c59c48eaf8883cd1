package org.restante.simulation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.ReceiverModel.Door;
import org.restante.simulation.receiver.Weather;
import org.restante.simulation.world.Load;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.Tally;
import org.restante.simulation.world.World;

/// The clairvoyant knows of connections what it knows of messages.
final class OracleTest {
    /// Each violation, a refused connection among them, opens a box that starts over with each try.
    private static final Box AT_ONCE =
            new Box(
                    1,
                    Duration.ofMinutes(10),
                    1,
                    Duration.ofMinutes(10),
                    1,
                    Duration.ofHours(4),
                    true,
                    Duration.ofHours(2));

    private static Tally play(Door door, boolean countsTogether, int sources) {
        var usual = ReceiverModel.of("r", Flavour.PLAIN);
        var receiver =
                new ReceiverModel(
                        usual.name(),
                        usual.flavour(),
                        false,
                        1,
                        door,
                        new Limit.None(),
                        usual.limitedAt(),
                        false,
                        countsTogether,
                        Weather.FAIR,
                        AT_ONCE,
                        usual.standing(),
                        null,
                        new ReceiverModel.Noise(0, 0),
                        usual.latency(),
                        null);
        var load = new Load(0, Stream.BULK, 500, Duration.ZERO, Duration.ZERO, 0, 0);
        return new World(
                        new Scenario(
                                "one",
                                Scenario.Kind.OTHER,
                                Duration.ofHours(2),
                                sources,
                                400,
                                List.of(receiver),
                                List.of(load),
                                List.of()),
                        Oracle::new,
                        1)
                .run();
    }

    @Test
    void whatStandsIsUsedThoughNoMoreMayBeOpened() {
        var tally = play(new Door(10, 1, 20), false, 1);

        assertThat(tally.delivered()).isEqualTo(500);
        assertThat(tally.wasted()).isZero();
    }

    @Test
    void moreSourcesThanConnectionsShareThem() {
        var tally = play(new Door(2, 0, 20), true, 3);

        assertThat(tally.delivered()).isEqualTo(500);
        assertThat(tally.wasted()).isZero();
    }
}
