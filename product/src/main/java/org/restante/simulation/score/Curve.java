package org.restante.simulation.score;

import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Tally;

/// What was accepted and what was refused in the course of a run, against the hidden limit; all messages a second, over all sites.
///
/// @param binSeconds how long each value lasts
/// @param limit what the receivers would have taken
public record Curve(double binSeconds, double[] accepted, double[] wasted, double[] limit) {
    private static final int MOST_BINS = 240;
    private static final int MINUTE = 60;

    static Curve of(Scenario scenario, Tally tally) {
        int minutes = Math.toIntExact(scenario.length().toMinutes());
        int perBin = Math.max(1, (minutes + MOST_BINS - 1) / MOST_BINS);
        int bins = (minutes + perBin - 1) / perBin;
        var accepted = new double[bins];
        var wasted = new double[bins];
        var limit = new double[bins];
        double seconds = (double) perBin * MINUTE;
        for (int site = 0; site < scenario.receivers().size(); site++) {
            add(accepted, tally.deliveredAMinute(site), perBin, seconds);
            add(wasted, tally.wastedAMinute(site), perBin, seconds);
            var model = scenario.receivers().get(site);
            for (int bin = 0; bin < bins; bin++) {
                long middle = (long) ((bin + 0.5) * seconds * 1e9);
                limit[bin] += model.perSecondAt(scenario.sources(), middle);
            }
        }
        return new Curve(seconds, accepted, wasted, limit);
    }

    private static void add(double[] bins, int[] minutes, int perBin, double seconds) {
        for (int minute = 0; minute < Math.min(minutes.length, bins.length * perBin); minute++) {
            bins[minute / perBin] += minutes[minute] / seconds;
        }
    }
}
