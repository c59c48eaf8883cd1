package org.restante.app.simulation;

import java.util.List;
import java.util.Locale;
import org.restante.simulation.score.Goal;
import org.restante.simulation.score.Goals;
import org.restante.simulation.score.Result;

/// Figures as people read them.
final class Figured {
    private Figured() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    static String wasted(double perMessage) {
        return perMessage < 10
                ? String.format(Locale.ROOT, "%.4f", perMessage)
                : String.format(Locale.ROOT, "%,.0f", perMessage);
    }

    /// Seconds as `1.6 s`, `12 min`, `3.4 h`; 0, which no delivery takes, where there was no such mail.
    static String delay(double seconds) {
        if (seconds == 0) {
            return "–";
        }
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 6000) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return "never";
        }
        return Math.abs(value) >= 10 || value == 0
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceAll("(\\.\\d\\d*?)0+$", "$1");
    }

    static String bound(Goal goal, double bound) {
        return Double.isNaN(bound) ? "–" : (goal.isFloor() ? "≥ " : "≤ ") + number(bound);
    }

    /// Of how many shipped scenarios these figures are, where not of all: a mean of one, or the worst of one, meets no goal.
    private static String played(List<Result> results) {
        long played =
                results.stream()
                        .map(Result::scenario)
                        .distinct()
                        .filter(Scenarios.NAMES::contains)
                        .count();
        return played == Scenarios.NAMES.size()
                ? ""
                : ", " + played + " of " + Scenarios.NAMES.size() + " scenarios";
    }

    static String standing(Goal goal, List<Result> results) {
        return standing(goal) + played(results);
    }

    /// The goals of which the runs tell something.
    static List<Goal> measured(List<Result> results) {
        return Goals.of(results).stream()
                .filter(goal -> goal.standing() != Goal.Standing.NOT_MEASURED)
                .toList();
    }

    /// What is to be said of the others; empty when there are none.
    static String notMeasured(List<Result> results) {
        int measured = measured(results).size();
        int others = Goals.of(results).size() - measured;
        if (others == 0) {
            return "";
        }
        return measured == 0
                ? "No goal is measured: they are about scenarios of ours."
                : others + " goals are left out: what they are about was not played.";
    }

    private static String standing(Goal goal) {
        return switch (goal.standing()) {
            case AIM_MET -> "aim met";
            case MUST_MET -> "met";
            case MISSED -> "MISSED";
            case AIM_MISSED -> "aim not met";
            case NOT_MEASURED -> "not measured";
        };
    }
}
