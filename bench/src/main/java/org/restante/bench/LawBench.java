package org.restante.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Site;

/// What the law of pace costs a message: asked when it may leave and how many connections may stand, told that it left and passed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LawBench {
    private static final long MILLISECOND = 1_000_000;

    private Law law;
    private long now;

    @Setup
    public void law() {
        law =
                new Law(
                        new Site(),
                        () -> LaneLimits.UNKNOWN,
                        ReceiverPrior.of("gmail"),
                        Conduct.ACTS,
                        new SplittableRandom(1));
        law.waiting(1_000);
    }

    @Benchmark
    public long message() {
        long due = law.due(false, now);
        now = Math.max(now, due) + MILLISECOND;
        int connections = law.connections(now);
        law.started(false, now);
        law.passed(true, now, now + MILLISECOND);
        return due + connections;
    }
}
