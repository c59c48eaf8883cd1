package org.restante.app.page;

import java.util.ArrayList;
import java.util.List;
import org.restante.record.report.Timeline.Counts;

/// The points of one line: neighbouring stretches taken together until each point stands for enough attempts to have a rate.
///
/// @param all in order of time
record Points(List<Point> all) {
    /// A point stands for at least so many attempts.
    static final int LEAST = 20;

    Points {
        all = List.copyOf(all);
    }

    /// Stretches from `first` to `last`, both with attempts.
    ///
    /// @param at the middle of its attempts, counted in stretches
    record Point(int first, int last, double at, long attempts, long deferred, long bounced) {
        double rate(boolean ofBounces) {
            return (double) (ofBounces ? bounced : deferred) / attempts;
        }
    }

    static Points of(List<Counts> counts) {
        var points = new ArrayList<Point>();
        Point open = null;
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).attempts() > 0) {
                var here = point(i, counts.get(i));
                open = open == null ? here : joined(open, here);
                if (open.attempts() >= LEAST) {
                    points.add(open);
                    open = null;
                }
            }
        }
        if (open != null && !points.isEmpty()) {
            points.add(joined(points.removeLast(), open));
        }
        return new Points(points);
    }

    private static Point point(int i, Counts counts) {
        return new Point(i, i, i + 0.5, counts.attempts(), counts.deferred(), counts.bounced());
    }

    private static Point joined(Point one, Point other) {
        long attempts = one.attempts() + other.attempts();
        return new Point(
                one.first(),
                other.last(),
                (one.at() * one.attempts() + other.at() * other.attempts()) / attempts,
                attempts,
                one.deferred() + other.deferred(),
                one.bounced() + other.bounced());
    }

    double peak(boolean ofBounces) {
        return all.stream().mapToDouble(point -> point.rate(ofBounces)).reduce(0, Math::max);
    }
}
