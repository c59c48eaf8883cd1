package org.restante.simulation.receiver;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What changes at a receiver with time, for all sources alike.
///
/// @param steps in the order of their time; each factor holds until the next
/// @param swing how far the limit falls in the course of a day, 0 to 1: 0.7 is down to 30 % and back in 24 hours
/// @param swingFrom when of the day it is highest
/// @param outages when no host answers
/// @param faults when single hosts fail
public record Weather(
        List<Step> steps,
        double swing,
        Duration swingFrom,
        List<Span> outages,
        List<Fault> faults) {
    public static final Weather FAIR =
            new Weather(List.of(), 0, Duration.ZERO, List.of(), List.of());

    /// From `at` on the limit is the base times `factor`.
    public record Step(Duration at, double factor) {}

    public record Span(Duration from, Duration until) {
        boolean holds(long now) {
            return now >= from.toNanos() && now < until.toNanos();
        }
    }

    /// One host fails for a while.
    ///
    /// @param host its number, from 0
    /// @param share how many of the connections to it fail, 0 to 1
    /// @param answers whether it says so (`421`), or nothing until the client gives up
    public record Fault(int host, Span span, double share, boolean answers) {}

    public Weather {
        steps = List.copyOf(steps);
        outages = List.copyOf(outages);
        faults = List.copyOf(faults);
        if (!(swing >= 0 && swing < 1)) {
            throw new IllegalArgumentException("a swing is at least 0 and below 1: " + swing);
        }
    }

    /// What the base limit is multiplied by.
    public double factor(long now) {
        double factor = 1;
        for (var step : steps) {
            if (now >= step.at().toNanos()) {
                factor = step.factor();
            }
        }
        if (swing > 0) {
            double day = (now - swingFrom.toNanos()) / 86_400e9;
            factor *= 1 - swing * 0.5 * (1 - StrictMath.cos(2 * Math.PI * day));
        }
        return factor;
    }

    /// The end of the outage that now is; `now` when there is none.
    public long outUntil(long now) {
        for (var outage : outages) {
            if (outage.holds(now)) {
                return outage.until().toNanos();
            }
        }
        return now;
    }

    @Nullable Fault fault(int host, long now) {
        for (var fault : faults) {
            if (fault.host() == host && fault.span().holds(now)) {
                return fault;
            }
        }
        return null;
    }
}
