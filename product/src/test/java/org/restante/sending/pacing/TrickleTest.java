package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;

/// A lane to which a message comes now and then is refused once, in its fourth minute, by a receiver that takes far more; then much
/// comes. In virtual time.
final class TrickleTest {
    private static final double REFUSED = 4 * Seconds.MINUTE;
    private static final long LATENCY = Seconds.nanos(0.6);

    private record Flight(long startedAt, boolean isTaken) {}

    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private Site site = new Site();
    private Law law = lane();
    private Verdict word = Verdicts.TOO_FAST;
    private double everySeconds = 20;
    private int comesLater = 660;
    private double takes = Double.POSITIVE_INFINITY;
    private double tokens = 20;
    private long filled;
    private boolean hasRefused;
    private int refusals;
    private int taken;
    private int waiting;
    private long now;

    private Law lane() {
        return new Law(
                site,
                () -> LaneLimits.UNKNOWN,
                ReceiverPrior.UNKNOWN,
                Conduct.ACTS,
                new SplittableRandom(1));
    }

    private boolean isTaken() {
        boolean isUnlimited = Double.isInfinite(takes);
        tokens = isUnlimited ? 20 : Math.min(20, tokens + takes * Seconds.of(now - filled));
        filled = now;
        if (!hasRefused && Seconds.of(now) >= REFUSED || tokens < 1) {
            hasRefused = true;
            return false;
        }
        tokens--;
        return true;
    }

    private void ends(Flight flight) {
        if (flight.isTaken()) {
            taken++;
            law.passed(true, flight.startedAt(), now);
        } else {
            waiting++;
            refusals++;
            law.refused(
                    new Refused(word, false, flights.size() + 1, 0, 0, false, flight.startedAt()),
                    now);
        }
    }

    /// Minutes after the refusal at which so many messages a second had left for a minute, or nothing waited.
    private double untilItGoesAt(double perSecond, double mostMinutes) {
        long arrives = (long) (now / Seconds.nanos(everySeconds) + 1) * Seconds.nanos(everySeconds);
        long minute = now;
        int before = taken;
        boolean hasCome = now > Seconds.nanos(REFUSED);
        while (Seconds.of(now) < REFUSED + mostMinutes * Seconds.MINUTE) {
            if (!hasCome && Seconds.of(now) > REFUSED + Seconds.MINUTE) {
                waiting += comesLater;
                hasCome = true;
            }
            law.waiting(waiting);
            long ended = flights.isEmpty() ? Long.MAX_VALUE : flights.peek().startedAt() + LATENCY;
            boolean mayStart = waiting > 0 && flights.size() < law.connections(now);
            long due = mayStart ? Math.max(now, law.due(false, now)) : Long.MAX_VALUE;
            now = Math.min(due, Math.min(ended, arrives));
            if (now == due) {
                law.started(false, now);
                waiting--;
                flights.add(new Flight(now, isTaken()));
            } else if (now == ended) {
                ends(flights.remove());
            } else {
                arrives += Seconds.nanos(everySeconds);
                waiting++;
            }
            if (Seconds.of(now - minute) >= Seconds.MINUTE) {
                double went = (taken - before) / Seconds.of(now - minute);
                if (hasCome && (went >= perSecond || waiting == 0)) {
                    return (Seconds.of(now) - REFUSED) / Seconds.MINUTE;
                }
                minute = now;
                before = taken;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    @Test
    void oneRefusalOfATrickleHoldsNoLaneDown() {
        assertThat(untilItGoesAt(4 * 3.0 / 60, 60)).isLessThan(15);
        assertThat(untilItGoesAt(100 * 3.0 / 60, 60)).isLessThan(20);
        assertThat(refusals).isEqualTo(1);
    }

    @Test
    void norDoesOneOfTheSource() {
        word = Verdicts.of(451, Cause.REPUTATION, null);

        assertThat(untilItGoesAt(4 * 3.0 / 60, 60)).isLessThan(15);
    }

    @Test
    void norDoesItWhenItIsRememberedOverARestart() {
        untilItGoesAt(Double.POSITIVE_INFINITY, 2);
        var lane = law.save(now);
        var known = site.save();
        site = new Site();
        site.restore(known, now);
        law = lane();
        law.restore(lane, now);
        flights.clear();

        assertThat(untilItGoesAt(4 * 3.0 / 60, 60)).isLessThan(15);
    }

    @Test
    void whereThereIsALimitItIsFoundWithFewRefusals() {
        everySeconds = 10;
        takes = 0.4;

        assertThat(untilItGoesAt(0.36, 60)).isLessThan(15);
        assertThat(refusals).isLessThan(10);
    }

    @Test
    void moreThanALaneWasSlowedToMakesItAskSoonThoughLittleWaitsYet() {
        everySeconds = 3;
        comesLater = 0;
        untilItGoesAt(Double.POSITIVE_INFINITY, 15);

        assertThat(waiting).isLessThan(20);
    }
}
