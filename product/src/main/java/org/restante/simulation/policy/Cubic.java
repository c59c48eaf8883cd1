package org.restante.simulation.policy;

import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.World;

/// The rate limiter of the AWS SDKs' adaptive retry mode: a refusal takes the rate to 70 % of what was measured, from where it grows
/// along a cubic, to at most twice what is measured.
final class Cubic extends Client {
    private static final double BETA = 0.7;
    private static final double SCALE = 0.4;
    private static final double SMOOTHING = 0.8;
    private static final double LEAST = 0.05;
    private static final long BIN = Spans.SECOND / 2;

    private static final class Rate {
        double perSecond = 1;
        double beforeCut;
        long cutAt;
        long next;
        double measured;
        long bin;
        int inBin;
    }

    private final PerLane<Rate> rates = new PerLane<>(Rate::new);

    Cubic(World world) {
        super(world);
    }

    @Override
    public long connectAt(Lane lane) {
        return rates.of(lane).next;
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        return rates.of(lane).next;
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        var rate = rates.of(lane);
        pace(rate);
        long bin = now() / BIN;
        if (bin > rate.bin) {
            double current = rate.inBin / ((bin - rate.bin) * 0.5);
            rate.measured = SMOOTHING * current + (1 - SMOOTHING) * rate.measured;
            rate.inBin = 0;
            rate.bin = bin;
        }
        rate.inBin++;
    }

    private void pace(Rate rate) {
        rate.next = Math.max(rate.next, now()) + Spans.seconds(1 / rate.perSecond);
    }

    @Override
    void tooMuch(Lane lane, Gist gist) {
        if (gist == Gist.CONNECTIONS) {
            halve(lane);
            return;
        }
        var rate = rates.of(lane);
        rate.beforeCut = Math.min(Math.max(0.1, rate.measured), rate.perSecond);
        rate.cutAt = now();
        rate.perSecond = Math.max(LEAST, rate.beforeCut * BETA);
    }

    @Override
    void fine(Lane lane) {
        super.fine(lane);
        var rate = rates.of(lane);
        double elapsed = (now() - rate.cutAt) / 1e9;
        double plateau = StrictMath.cbrt(rate.beforeCut * (1 - BETA) / SCALE);
        double cubic = SCALE * StrictMath.pow(elapsed - plateau, 3) + rate.beforeCut;
        rate.perSecond = Math.max(LEAST, Math.min(cubic, 2 * Math.max(rate.measured, 0.5)));
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        boolean defers = super.notOpened(lane, host, took, answer);
        if (defers) {
            pace(rates.of(lane));
        }
        return defers;
    }
}
