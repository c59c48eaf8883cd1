package org.restante.simulation.score;

import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.Weather;
import org.restante.simulation.world.Scenario;

/// What a goal must know of a scenario.
///
/// @param isStill nothing changes with time but by what we do
/// @param isPenal a try in a box starts it over at some receiver
/// @param isNoisy some messages are refused at random
/// @param hasInnocents some receivers only must not suffer from others
public record Traits(boolean isStill, boolean isPenal, boolean isNoisy, boolean hasInnocents) {
    static Traits of(Scenario scenario) {
        var receivers = scenario.receivers();
        return new Traits(
                receivers.stream().map(ReceiverModel::weather).allMatch(Traits::isFair),
                receivers.stream().anyMatch(model -> model.box().rearmed()),
                receivers.stream().anyMatch(model -> model.noise().ambient() > 0),
                !scenario.innocents().isEmpty());
    }

    private static boolean isFair(Weather weather) {
        return weather.swing() == 0
                && weather.steps().isEmpty()
                && weather.outages().isEmpty()
                && weather.faults().isEmpty();
    }
}
