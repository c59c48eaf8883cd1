package org.restante.simulation.score;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.restante.simulation.policy.Contestant;

/// The runs of one policy in one scenario, one for each seed, and their means.
public record Row(Contestant contestant, List<Run> runs) {
    public Row {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a row has at least one run");
        }
    }

    /// The mean over the seeds.
    public double mean(ToDoubleFunction<Figures> figure) {
        return runs.stream().map(Run::figures).mapToDouble(figure).average().orElseThrow();
    }

    /// The largest over the seeds.
    public double most(ToDoubleFunction<Figures> figure) {
        return runs.stream().map(Run::figures).mapToDouble(figure).max().orElseThrow();
    }

    /// How it took each of the receiver's changes with the seed where it took longest.
    public List<Settling> settlings() {
        var first = runs.getFirst().figures().settlings();
        return java.util.stream.IntStream.range(0, first.size())
                .mapToObj(i ->
                        runs.stream()
                                .map(run -> run.figures().settlings().get(i))
                                .reduce(Row::slower)
                                .orElseThrow())
                .toList();
    }

    private static Settling slower(Settling one, Settling other) {
        if (!one.isSettled() || !other.isSettled()) {
            return one.isSettled() ? other : one;
        }
        return one.minutes() >= other.minutes() ? one : other;
    }

    /// The curve of the first seed.
    public Curve curve() {
        return runs.getFirst().curve();
    }
}
