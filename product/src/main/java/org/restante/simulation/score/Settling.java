package org.restante.simulation.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Tally;

/// How long a policy took to come to terms with a change of the receiver's.
///
/// @param change what changed
/// @param minutes whole minutes until five of six minutes in a row were as they should be; -1 when they never were before the next change
public record Settling(Change change, double factor, int minutes) {
    static final int NEVER = -1;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LOOKED_AT = 6;
    private static final int ENOUGH = 5;

    /// What a receiver with one site can do in a scenario.
    public enum Change {
        /// Settled when at most 5 % of the tries are wasted and at least half of the new limit is used.
        LIMIT_FELL,
        /// Settled when 85 % of the new limit is used.
        LIMIT_ROSE,
        /// Settled when 85 % of the limit is used.
        OUTAGE_ENDED
    }

    /// The changes of a scenario with one receiver that has mail waiting throughout, and how the policy took them.
    static List<Settling> of(Scenario scenario, Tally tally) {
        if (scenario.receivers().size() != 1) {
            return List.of();
        }
        var model = scenario.receivers().getFirst();
        var settled = new ArrayList<Settling>();
        int last = (int) (scenario.length().toNanos() / MINUTE);
        double before = 1;
        var steps = model.weather().steps();
        for (int i = 0; i < steps.size(); i++) {
            int from = minute(steps.get(i).at());
            int until = i + 1 < steps.size() ? minute(steps.get(i + 1).at()) : last;
            double factor = steps.get(i).factor() / before;
            before = steps.get(i).factor();
            double limit = perMinute(scenario, model, before);
            settled.add(
                    factor < 1
                            ? new Settling(
                                    Change.LIMIT_FELL,
                                    factor,
                                    until(from, until, absorbed(tally, limit)))
                            : new Settling(
                                    Change.LIMIT_ROSE,
                                    factor,
                                    until(from, until, used(tally, limit))));
        }
        for (var outage : model.weather().outages()) {
            int minutes =
                    until(minute(outage.until()), last, used(tally, perMinute(scenario, model, 1)));
            settled.add(new Settling(Change.OUTAGE_ENDED, 1, minutes));
        }
        return settled;
    }

    private static int minute(Duration at) {
        return (int) (at.toNanos() / MINUTE);
    }

    private static double perMinute(Scenario scenario, ReceiverModel model, double factor) {
        int counted = model.countsTogether() ? 1 : scenario.sources();
        return 60 * counted * factor * model.limit().perSecond();
    }

    private static IntPredicate absorbed(Tally tally, double limit) {
        var delivered = tally.deliveredAMinute(0);
        var wasted = tally.wastedAMinute(0);
        return minute ->
                wasted[minute] <= 0.05 * (delivered[minute] + 1)
                        && delivered[minute] >= 0.5 * limit;
    }

    private static IntPredicate used(Tally tally, double limit) {
        var delivered = tally.deliveredAMinute(0);
        return minute -> delivered[minute] >= 0.85 * limit;
    }

    private static int until(int from, int until, IntPredicate isRight) {
        for (int minute = from; minute + LOOKED_AT <= until; minute++) {
            int right = 0;
            for (int i = 0; i < LOOKED_AT; i++) {
                right += isRight.test(minute + i) ? 1 : 0;
            }
            if (right >= ENOUGH && isRight.test(minute)) {
                return minute - from;
            }
        }
        return NEVER;
    }

    /// Whether it settled at all.
    public boolean isSettled() {
        return minutes != NEVER;
    }

    /// In words, for a table's line.
    public String words() {
        var what =
                switch (change) {
                    case LIMIT_FELL -> String.format(Locale.ROOT, "limit ×%.2f absorbed", factor);
                    case LIMIT_ROSE -> String.format(Locale.ROOT, "limit ×%.0f used", factor);
                    case OUTAGE_ENDED -> "full speed after the outage";
                };
        return what + (isSettled() ? " in " + minutes + " min" : " never");
    }
}
