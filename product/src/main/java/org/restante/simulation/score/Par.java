package org.restante.simulation.score;

import java.util.List;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.Tally;

/// What the oracle came to in a world: what the others are measured by. Small, so that a world can be forgotten when it is over.
///
/// @param deliveredSeconds of each site
/// @param delivered messages of each site
record Par(
        List<Double> deliveredSeconds,
        List<Integer> delivered,
        double transactionalP99,
        double innocentsP99,
        double leastStanding) {
    Par {
        deliveredSeconds = List.copyOf(deliveredSeconds);
        delivered = List.copyOf(delivered);
    }

    static Par of(Scenario scenario, Tally oracle) {
        var sites =
                java.util.stream.IntStream.range(0, scenario.receivers().size()).boxed().toList();
        return new Par(
                sites.stream().map(oracle::deliveredSeconds).toList(),
                sites.stream().map(site -> Figures.sum(oracle, site)).toList(),
                oracle.delays(letter -> letter.stream() == Stream.TRANSACTIONAL).at(0.99),
                oracle.delays(letter -> scenario.innocents().contains(letter.site())).at(0.99),
                oracle.leastStanding());
    }
}
