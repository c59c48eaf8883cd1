package org.restante.simulation.score;

import java.util.List;
import java.util.function.Predicate;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.Tally;

/// What a policy did in one run, beside the oracle in the same world. Delays are seconds from arrival; a message still waiting at the
/// end counts with its age.
///
/// @param efficiency 0 to 1: see the package
/// @param delivered of what the oracle delivered, 0 to 1
/// @param wasted tries wasted for each message delivered
/// @param boxes how often the receivers put a source into a box
/// @param leastStanding the mean of the lowest standing each source had
/// @param innocentsP99 of the receivers that only must not suffer; 0 where there are none
/// @param greylistExtraTries beyond the unavoidable one, for each message that met a greylist
/// @param contentRefusals the most tries spent on one message whose content offends
/// @param score 0 to 100
public record Figures(
        double efficiency,
        double delivered,
        double wasted,
        double transactionalP50,
        double transactionalP99,
        double oracleTransactionalP99,
        double bulkP50,
        double boxes,
        double leastStanding,
        double innocentsP99,
        double greylistExtraTries,
        int contentRefusals,
        List<Settling> settlings,
        double score) {
    /// Seconds added to both sides before delays are compared, so that a blink against half a blink is nothing.
    private static final double BLINK = 10;

    private static final double INNOCENTS_BLINK = 5;
    private static final double LEAST = 1e-3;

    public Figures {
        settlings = List.copyOf(settlings);
    }

    static Figures of(Scenario scenario, Tally tally, Par par) {
        double efficiency = 0;
        double delivered = 0;
        int sites = 0;
        for (int i = 0; i < scenario.receivers().size(); i++) {
            double possible = par.deliveredSeconds().get(i);
            if (possible > 0) {
                sites++;
                efficiency += Math.min(1, tally.deliveredSeconds(i) / possible);
                delivered +=
                        Math.min(1, (double) sum(tally, i) / Math.max(1, par.delivered().get(i)));
            }
        }
        double wasted = (double) tally.wasted() / Math.max(1, tally.delivered());
        var transactional = tally.delays(letter -> letter.stream() == Stream.TRANSACTIONAL);
        Predicate<Letter> isInnocent = letter -> scenario.innocents().contains(letter.site());
        double innocents = tally.delays(isInnocent).at(0.99);
        efficiency /= Math.max(1, sites);
        return new Figures(
                efficiency,
                delivered / Math.max(1, sites),
                wasted,
                transactional.at(0.5),
                transactional.at(0.99),
                par.transactionalP99(),
                tally.delays(letter -> letter.stream() == Stream.BULK).at(0.5),
                tally.boxes(),
                tally.leastStanding(),
                innocents,
                tally.greylistExtraTries(),
                tally.mostContentRefusals(),
                Settling.of(scenario, tally),
                score(
                        efficiency,
                        wasted,
                        ratio(par.transactionalP99(), transactional.at(0.99), BLINK),
                        ratio(par.innocentsP99(), innocents, INNOCENTS_BLINK),
                        Math.min(1, tally.leastStanding() / par.leastStanding())));
    }

    static int sum(Tally tally, int site) {
        int sum = 0;
        for (int count : tally.deliveredAMinute(site)) {
            sum += count;
        }
        return sum;
    }

    private static double ratio(double oracle, double delay, double blink) {
        return Math.min(1, (oracle + blink) / (delay + blink));
    }

    private static double score(
            double efficiency,
            double wasted,
            double transactional,
            double innocents,
            double standing) {
        return 100
                * part(efficiency, 0.35)
                * part(StrictMath.exp(-wasted / 0.1), 0.25)
                * part(StrictMath.sqrt(transactional), 0.20)
                * part(StrictMath.sqrt(innocents), 0.10)
                * part(standing, 0.10);
    }

    private static double part(double value, double weight) {
        return StrictMath.pow(Math.max(LEAST, Math.min(1, value)), weight);
    }

    /// How many times the oracle's the transactional p99 is.
    public double transactionalRatio() {
        return oracleTransactionalP99 <= 0 ? 1 : transactionalP99 / oracleTransactionalP99;
    }
}
