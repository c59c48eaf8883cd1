package org.restante.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.ReceiverModel;

/// The world carries out what a policy decides, and nothing else.
final class WorldTest {
    private static final long SECOND = 1_000_000_000L;

    /// Two connections, a message every ten seconds, ten minutes between tries; writes down what it is told.
    private static class Steady implements Policy {
        final World world;
        final List<String> told = new ArrayList<>();
        int mostConnections;
        long next;

        Steady(World world) {
            this.world = world;
        }

        @Override
        public Order order() {
            return Order.TRANSACTIONAL_FIRST;
        }

        @Override
        public boolean pulls() {
            return true;
        }

        @Override
        public int source(Letter letter) {
            return 0;
        }

        @Override
        public int connections(Lane lane) {
            return 2;
        }

        @Override
        public long connectAt(Lane lane) {
            return world.now();
        }

        @Override
        public long sendAt(Lane lane, Letter letter) {
            return next;
        }

        @Override
        public int messagesPerConnection(Lane lane) {
            return 3;
        }

        @Override
        public int host(Lane lane) {
            return 0;
        }

        @Override
        public boolean notOpened(Lane lane, int host, long took, Answer answer) {
            told.add("not opened " + answer.truth().word());
            return false;
        }

        @Override
        public void sent(Lane lane, Letter letter) {
            mostConnections = Math.max(mostConnections, world.socketsUsed());
            told.add(world.now() / SECOND + " " + letter.stream());
            next = Math.max(next, world.now()) + 10 * SECOND;
        }

        @Override
        public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {}

        @Override
        public long retryAt(Lane lane, Letter letter, Answer answer) {
            return world.now() + 600 * SECOND;
        }
    }

    private static Scenario scenario(int sockets, ReceiverModel receiver, Load... loads) {
        return new Scenario(
                "small",
                Scenario.Kind.OTHER,
                Duration.ofHours(1),
                1,
                sockets,
                List.of(receiver),
                List.of(loads),
                List.of());
    }

    private static Load load(Stream stream, int messages) {
        return new Load(0, stream, messages, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    private static ReceiverModel receiver() {
        return ReceiverModel.of("plain", Flavour.PLAIN);
    }

    @Test
    void mailLeavesWhenThePolicySaysAndTransactionalMailFirst() {
        var world =
                new World(
                        scenario(
                                10,
                                receiver(),
                                load(Stream.BULK, 2),
                                load(Stream.TRANSACTIONAL, 2)),
                        Steady::new,
                        1);

        var tally = world.run();

        // An idle connection is closed, and a new one takes about half a second.
        assertThat(((Steady) world.policy()).told)
                .containsExactly("0 TRANSACTIONAL", "11 TRANSACTIONAL", "21 BULK", "31 BULK");
        assertThat(tally.delivered()).isEqualTo(4);
        assertThat(tally.delays(letter -> letter.stream() == Stream.BULK).at(0.99))
                .isBetween(30.0, 34.0);
    }

    @Test
    void thereAreNeverMoreConnectionsThanSockets() {
        var world = new World(scenario(1, receiver(), load(Stream.BULK, 50)), Steady::new, 1);

        assertThat(world.run().delivered()).isEqualTo(50);
        assertThat(((Steady) world.policy()).mostConnections).isEqualTo(1);
    }

    @Test
    void aRefusedMessageIsTriedAgainWhenThePolicySays() {
        var model = receiver();
        var greylisting =
                new ReceiverModel(
                        model.name(),
                        model.flavour(),
                        false,
                        1,
                        model.door(),
                        model.limit(),
                        model.limitedAt(),
                        false,
                        false,
                        model.weather(),
                        model.box(),
                        model.standing(),
                        new ReceiverModel.Greylist(Duration.ofMinutes(15), Duration.ofHours(6), 5),
                        model.noise(),
                        model.latency(),
                        null);
        var world = new World(scenario(5, greylisting, load(Stream.BULK, 1)), Steady::new, 1);

        var tally = world.run();

        assertThat(((Steady) world.policy()).told)
                .containsExactly("0 BULK", "601 BULK", "1202 BULK");
        assertThat(tally.refused(Check.GREYLIST)).isEqualTo(2);
        assertThat(tally.greylistExtraTries()).isEqualTo(1);
        assertThat(tally.wasted()).isZero();
    }

    @Test
    void theSameSeedIsTheSameWorldToTheLastNanosecond() {
        var scenario = scenario(5, receiver(), load(Stream.BULK, 300));

        var one = new World(scenario, Steady::new, 7).run();
        var again = new World(scenario, Steady::new, 7).run();
        var other = new World(scenario, Steady::new, 8).run();

        assertThat(one.deliveredSeconds(0)).isEqualTo(again.deliveredSeconds(0));
        assertThat(one.deliveredSeconds(0)).isNotEqualTo(other.deliveredSeconds(0));
    }

    @Test
    void whatFallsOnTheSameMomentHappensInTheOrderItWasPlanned() {
        var agenda = new Agenda();
        var happened = new ArrayList<Integer>();
        for (int i = 0; i < 3000; i++) {
            int number = i;
            agenda.at(number % 3, () -> happened.add(number));
        }
        agenda.run(2);

        assertThat(happened).isSortedAccordingTo((a, b) -> a % 3 != b % 3 ? a % 3 - b % 3 : a - b);
        assertThat(happened).hasSize(3000);
    }
}
