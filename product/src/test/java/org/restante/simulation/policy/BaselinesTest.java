package org.restante.simulation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.Weather;
import org.restante.simulation.world.Load;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.Tally;
import org.restante.simulation.world.World;

/// The other servers' policies behave as their documents say.
final class BaselinesTest {
    private static final Limit THREE_A_SECOND = new Limit.Bucket(3, 100, false);

    private static Tally play(Policy.Maker maker, ReceiverModel receiver, int messages) {
        var scenario =
                new Scenario(
                        "one",
                        Scenario.Kind.OTHER,
                        Duration.ofHours(2),
                        1,
                        400,
                        List.of(receiver),
                        List.of(
                                new Load(
                                        0,
                                        Stream.BULK,
                                        messages,
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        0,
                                        0)),
                        List.of());
        return new World(scenario, maker, 1).run();
    }

    private static ReceiverModel receiver(Flavour flavour, Limit limit, Box box, Weather weather) {
        var usual = ReceiverModel.of("r", flavour);
        return new ReceiverModel(
                usual.name(),
                flavour,
                false,
                1,
                usual.door(),
                limit,
                usual.limitedAt(),
                false,
                false,
                weather,
                box,
                usual.standing(),
                null,
                new ReceiverModel.Noise(0, 0),
                usual.latency(),
                null);
    }

    private static ReceiverModel receiver(Flavour flavour, Limit limit, Box box) {
        return receiver(flavour, limit, box, Weather.FAIR);
    }

    private static Weather outage() {
        var span = new Weather.Span(Duration.ZERO, Duration.ofHours(1));
        return new Weather(List.of(), 0, Duration.ZERO, List.of(span), List.of());
    }

    @Test
    void theOracleWastesNothingAndLeavesNothing() {
        for (var limit :
                List.of(
                        THREE_A_SECOND,
                        new Limit.FixedWindow(900, Duration.ofMinutes(10)),
                        new Limit.SlidingWindow(1000, Duration.ofHours(1)))) {
            var tally = play(Oracle::new, receiver(Flavour.PLAIN, limit, Box.NONE), 30_000);

            assertThat(tally.wasted()).isZero();
            assertThat((double) tally.delivered() / (limit.perSecond() * 7200)).isGreaterThan(0.98);
        }
    }

    @Test
    void theHandTunedTableGoesAtNineTenthsOfTheTrueRate() {
        var tally = play(HandTuned::new, receiver(Flavour.PLAIN, THREE_A_SECOND, Box.NONE), 30_000);

        assertThat(tally.wasted()).isZero();
        assertThat(tally.delivered() / 7200.0).isCloseTo(2.7, within(0.01));
    }

    @Test
    void postfixLeavesADestinationThatIsDeadAloneForFiveMinutes() {
        var tally =
                play(
                        PostfixDefault::new,
                        receiver(Flavour.PLAIN, new Limit.None(), Box.NONE, outage()),
                        200);
        var tries = tally.wastedAMinute(0);

        // Five tries of 30 s by five connections, five minutes of rest, and again.
        assertThat(tally.delivered()).isGreaterThan(190);
        assertThat(Arrays.stream(tries, 0, 60).filter(count -> count == 0).count())
                .isGreaterThan(25);
        assertThat(Arrays.stream(tries, 60, 120).sum()).isZero();
    }

    @Test
    void postfixGoesOnIntoTheLimit() {
        var tally =
                play(
                        PostfixDefault::new,
                        receiver(Flavour.PLAIN, THREE_A_SECOND, Box.NONE),
                        30_000);

        assertThat((double) tally.wasted() / tally.delivered()).isGreaterThan(1);
    }

    @Test
    void theGuidesTableTriesAgainAfterAQuarterOfAnHour() {
        var tally =
                play(
                        StaticTable::new,
                        receiver(
                                Flavour.PLAIN,
                                new Limit.FixedWindow(100, Duration.ofHours(1)),
                                Box.NONE),
                        150);
        var refused = tally.wastedAMinute(0);

        assertThat(Arrays.stream(refused, 0, 2).sum()).isEqualTo(50);
        assertThat(Arrays.stream(refused, 2, 15).sum()).isZero();
        assertThat(Arrays.stream(refused, 15, 17).sum()).isEqualTo(50);
        assertThat(tally.delivered()).isEqualTo(150);
    }

    @Test
    void powerMtaSendsTenAMinuteForAnHourAfterARefusal() {
        var tally =
                play(
                        world -> new PowerMta(world, false),
                        receiver(Flavour.PLAIN, new Limit.Bucket(1, 300, false), Box.NONE),
                        3000);
        var delivered = tally.deliveredAMinute(0);

        assertThat(Arrays.stream(delivered, 3, 58).max()).hasValue(10);
        assertThat(Arrays.stream(delivered, 58, 64).max().orElse(0)).isGreaterThan(100);
    }

    @Test
    void powerMtaFlapsWhenADeliveryEndsItsBackOff() {
        var receiver = receiver(Flavour.PLAIN, new Limit.Bucket(1, 300, false), Box.NONE);

        var flapping = play(world -> new PowerMta(world, true), receiver, 30_000);
        var patient = play(world -> new PowerMta(world, false), receiver, 30_000);

        assertThat(flapping.wasted()).isGreaterThan(5 * patient.wasted());
    }

    @Test
    void kumoMtaSuspendsYahooForTwoHoursAfterTwoRefusals() {
        var tally =
                play(
                        KumoMta::new,
                        receiver(Flavour.YAHOO, new Limit.Bucket(1, 50, false), Box.NONE),
                        3000);

        assertThat(tally.refused(Check.RATE)).isBetween(2L, 12L);
        assertThat(Arrays.stream(tally.deliveredAMinute(0), 5, 119).sum()).isZero();
    }

    @Test
    void adaptiveClientsOscillateAroundTheLimit() {
        var receiver = receiver(Flavour.PLAIN, THREE_A_SECOND, Box.NONE);
        for (Policy.Maker client : List.<Policy.Maker>of(Aimd::new, Cubic::new)) {
            var tally = play(client, receiver, 30_000);

            assertThat(tally.delivered() / 7200.0).isGreaterThan(2.8);
            assertThat((double) tally.wasted() / tally.delivered()).isBetween(0.05, 5.0);
        }
    }
}
