package org.restante.app.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.restante.insight.incident.Incident;
import org.restante.record.report.TableRow;
import org.restante.record.report.Timeline;
import org.restante.record.report.Timeline.Counts;
import org.restante.record.report.Timeline.Series;

/// The drawing of deferral rates over time: everything the template needs in numbers of a field of 1000 × 300.
///
/// @param top the rate at the upper edge
/// @param times the beginning of each stretch, for the reader's pointer
/// @param volume the attempts of each stretch, as bars
public record Chart(
        double top,
        Duration stretch,
        List<Line> lines,
        List<Mark> hours,
        List<Mark> rates,
        List<Span> spans,
        List<Shade> shades,
        List<String> times,
        List<Bar> volume,
        long busiest) {
    static final int WIDTH = 1000;
    static final int HEIGHT = 300;

    /// A point of a line stands for at least so many attempts.
    public static final int LEAST = Points.LEAST;

    /// A line is broken where nothing was tried for this share of the time.
    private static final double GAP = 0.1;

    private static final int LINES = 8;
    private static final double MANY_BOUNCED = 0.15;
    private static final int FEWEST_STRETCHES = 30;

    /// So many attempts in a stretch make a steady line; looked for in the largest providers.
    private static final int STEADY = 100;

    private static final int JUDGED = 4;
    private static final double[] TOPS = {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1};
    private static final int[] STEPS = {5, 5, 4, 3, 4, 5, 3, 4, 4};
    private static final List<String> GRAVITY = List.of("observe", "throttle", "pause");
    private static final long[] HOURS_APART = {1, 2, 3, 4, 6, 12, 24, 48, 168, 336, 720};

    /// One provider.
    ///
    /// @param path of an SVG path
    /// @param rates of each stretch (of the point it belongs to), empty where nothing was tried, joined by commas
    /// @param attempts that each of these rates rests on
    /// @param troubled whether an incident concerns it
    /// @param bounced whether it is the share that bounced: told of those in trouble where it is high
    public record Line(
            int number,
            String name,
            String path,
            String rates,
            String attempts,
            boolean troubled,
            boolean bounced) {}

    /// A label at an axis.
    ///
    /// @param at per cent of the axis, from the left or from the top
    /// @param minor whether a narrow page leaves it out
    public record Mark(double at, String text, boolean minor) {}

    /// When an incident was, in per cent from the left.
    public record Span(
            int number, double from, double width, String severity, String title, int lane) {}

    /// A time under incidents, in the colour of the gravest, in per cent from the left; shades do not overlap.
    public record Shade(double from, double width, String severity) {}

    /// The attempts of a stretch, from 0 to 1000 and from 0 to 60.
    public record Bar(double x, double width, double height, double deferred) {}

    /// Whether any line tells of bounces.
    public boolean hasBounced() {
        return lines.stream().anyMatch(Line::bounced);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    static Chart of(ReportView view) {
        var timeline = coarse(view.analysis().timeline());
        var troubled = troubled(view.incidents(), timeline);
        double top = top(timeline, troubled);
        var spans = spans(view, timeline);
        var lines = new ArrayList<Line>();
        int numbers = 0;
        for (var series : timeline.byProvider().stream().limit(LINES).toList()) {
            var points = Points.of(series.counts());
            if (!points.all().isEmpty()) {
                boolean inTrouble = troubled.contains(series.key());
                var pen =
                        new Pen(++numbers, view.name(Plain.text(series.key())), points, inTrouble);
                lines.add(pen.line(series, top, false));
                if (inTrouble && points.peak(true) >= MANY_BOUNCED) {
                    lines.add(pen.line(series, top, true));
                }
            }
        }
        return new Chart(
                top,
                timeline.stretch(),
                lines,
                hours(timeline),
                rates(top),
                spans,
                shades(spans),
                times(view, timeline),
                volume(timeline),
                busiest(timeline));
    }

    /// The lines that incidents concern; a receiver without a line of its own is part of the unknown.
    private static Set<String> troubled(List<Incident> incidents, Timeline timeline) {
        var drawn = timeline.byProvider().stream().map(Series::key).toList();
        var troubled = new HashSet<String>();
        for (var incident : incidents) {
            for (var receiver : incident.scope().providers()) {
                troubled.add(drawn.contains(receiver) ? receiver : TableRow.UNKNOWN);
            }
        }
        return troubled;
    }

    /// Where most stretches hold too few attempts for a steady line, neighbours are taken together.
    private static Timeline coarse(Timeline timeline) {
        var coarse = timeline;
        for (int factor = 2;
                isUnsteady(coarse)
                        && timeline.overall().counts().size() / factor >= FEWEST_STRETCHES;
                factor++) {
            coarse = joined(timeline, factor);
        }
        return coarse;
    }

    private static boolean isUnsteady(Timeline timeline) {
        var counts =
                timeline.byProvider().stream()
                        .limit(JUDGED)
                        .flatMap(series -> series.counts().stream())
                        .filter(c -> c.attempts() > 0)
                        .toList();
        return counts.stream().filter(c -> c.attempts() >= STEADY).count() * 2 < counts.size();
    }

    private static Timeline joined(Timeline timeline, int factor) {
        return new Timeline(
                timeline.start(),
                timeline.stretch().multipliedBy(factor),
                joined(timeline.overall(), factor),
                timeline.byProvider().stream().map(series -> joined(series, factor)).toList());
    }

    private static Series joined(Series series, int factor) {
        var joined = new ArrayList<Counts>();
        for (int i = 0; i < series.counts().size(); i += factor) {
            var some = series.counts().subList(i, Math.min(i + factor, series.counts().size()));
            joined.add(
                    new Counts(
                            some.stream().mapToLong(Counts::attempts).sum(),
                            some.stream().mapToLong(Counts::deferred).sum(),
                            some.stream().mapToLong(Counts::bounced).sum()));
        }
        return new Series(series.key(), joined);
    }

    private static double top(Timeline timeline, Set<String> troubled) {
        double highest = 0;
        for (var series : timeline.byProvider().stream().limit(LINES).toList()) {
            var points = Points.of(series.counts());
            highest = Math.max(highest, points.peak(false));
            double bounced = points.peak(true);
            if (troubled.contains(series.key()) && bounced >= MANY_BOUNCED) {
                highest = Math.max(highest, bounced);
            }
        }
        for (double top : TOPS) {
            if (highest <= top * 0.97) {
                return top;
            }
        }
        return 1;
    }

    /// Draws the lines of one provider.
    private record Pen(int number, String name, Points points, boolean troubled) {
        Line line(Series series, double top, boolean bounced) {
            return new Line(
                    number,
                    bounced ? name + ", bounced" : name,
                    path(series.counts().size(), top, bounced),
                    rates(series.counts(), bounced),
                    attempts(series.counts()),
                    troubled,
                    bounced);
        }

        private String path(int stretches, double top, boolean bounced) {
            var path = new StringBuilder();
            int last = -1;
            for (var point : points.all()) {
                boolean joined = last >= 0 && point.first() - last - 1 <= GAP * stretches;
                path.append(joined ? 'L' : 'M')
                        .append(text(point.at() * WIDTH / stretches))
                        .append(' ')
                        .append(text(HEIGHT - Math.min(1, point.rate(bounced) / top) * HEIGHT))
                        .append(joined ? "" : "h0");
                last = point.last();
            }
            return path.toString();
        }

        private String rates(List<Counts> counts, boolean bounced) {
            return joined(counts, point -> text(100 * point.rate(bounced)));
        }

        private String attempts(List<Counts> counts) {
            return joined(counts, point -> Long.toString(point.attempts()));
        }

        /// A text for each stretch, of the point that it belongs to; empty where nothing was tried.
        private String joined(List<Counts> counts, Function<Points.Point, String> text) {
            var texts = new String[counts.size()];
            Arrays.fill(texts, "");
            for (var point : points.all()) {
                for (int i = point.first(); i <= point.last(); i++) {
                    texts[i] = counts.get(i).attempts() == 0 ? "" : text.apply(point);
                }
            }
            return String.join(",", texts);
        }
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }

    private static String text(double number) {
        var text = String.format(Locale.ROOT, "%.1f", number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// Round hours (or days) of the clock, about eight of them; every second is left out on a narrow page.
    private static List<Mark> hours(Timeline timeline) {
        var marks = new ArrayList<Mark>();
        if (timeline.overall().counts().isEmpty()) {
            return marks;
        }
        var span = Duration.between(timeline.start(), timeline.end());
        var apart = apart(span);
        long step = apart.toSeconds();
        long first = Math.ceilDiv(timeline.start().getEpochSecond(), step) * step;
        for (long at = first; at < timeline.end().getEpochSecond(); at += step) {
            var time = Instant.ofEpochSecond(at);
            double left = 100.0 * (at - timeline.start().getEpochSecond()) / span.toSeconds();
            marks.add(new Mark(rounded(left), label(time, apart), marks.size() % 2 == 1));
        }
        return marks;
    }

    private static Duration apart(Duration span) {
        for (int minutes : new int[] {5, 10, 15, 30}) {
            if (span.toMinutes() / minutes <= 9) {
                return Duration.ofMinutes(minutes);
            }
        }
        for (long hours : HOURS_APART) {
            if (span.toHours() / hours <= 9) {
                return Duration.ofHours(hours);
            }
        }
        return Duration.ofDays(span.toDays() / 8 + 1);
    }

    private static String label(Instant time, Duration apart) {
        boolean midnight = time.atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay() == 0;
        return midnight || apart.toHours() >= 24 ? Figures.day(time) : Figures.hour(time);
    }

    private static List<Mark> rates(double top) {
        int steps = STEPS[Arrays.binarySearch(TOPS, top)];
        var marks = new ArrayList<Mark>();
        for (int step = 0; step <= steps; step++) {
            var text = Figures.percent(top * step / steps);
            marks.add(
                    new Mark(
                            rounded(100 - 100.0 * step / steps),
                            text,
                            step % 2 == 1 && step < steps));
        }
        return marks;
    }

    private static List<Span> spans(ReportView view, Timeline timeline) {
        var spans = new ArrayList<Span>();
        double whole = Duration.between(timeline.start(), timeline.end()).toSeconds();
        int number = 1;
        for (var incident : view.shown()) {
            double from = share(timeline, incident.since(), whole);
            var until = incident.until();
            double to = until == null ? 100 : share(timeline, until, whole);
            spans.add(
                    new Span(
                            number++,
                            rounded(from),
                            rounded(Math.max(0.3, to - from)),
                            incident.severity().word(),
                            Places.title(view, incident.scope()),
                            lane(spans, from)));
        }
        return spans;
    }

    private static List<Shade> shades(List<Span> spans) {
        var edges = new TreeSet<Double>();
        for (var span : spans) {
            edges.add(span.from());
            edges.add(span.from() + span.width());
        }
        var shades = new ArrayList<Shade>();
        for (var from : edges) {
            var to = edges.higher(from);
            if (to != null) {
                gravest(spans, (from + to) / 2)
                        .ifPresent(severity ->
                                shades.add(new Shade(from, rounded(to - from), severity)));
            }
        }
        return shades;
    }

    private static Optional<String> gravest(List<Span> spans, double at) {
        return spans.stream()
                .filter(span -> span.from() <= at && at <= span.from() + span.width())
                .map(Span::severity)
                .max(Comparator.comparing(GRAVITY::indexOf));
    }

    private static double share(Timeline timeline, Instant time, double whole) {
        double seconds = Duration.between(timeline.start(), time).toSeconds();
        return whole == 0 ? 0 : Math.clamp(100 * seconds / whole, 0, 100);
    }

    /// Numbers that would stand on each other stand side by side.
    private static int lane(List<Span> spans, double from) {
        int lane = 0;
        for (var other : spans) {
            if (Math.abs(other.from() - from) < 3) {
                lane++;
            }
        }
        return lane;
    }

    private static List<String> times(ReportView view, Timeline timeline) {
        var times = new ArrayList<String>();
        for (int i = 0; i < timeline.overall().counts().size(); i++) {
            times.add(Figures.time(timeline.startOf(i), view.spansDays()));
        }
        return times;
    }

    private static long busiest(Timeline timeline) {
        return timeline.overall().counts().stream().mapToLong(Counts::attempts).max().orElse(0);
    }

    private static List<Bar> volume(Timeline timeline) {
        var bars = new ArrayList<Bar>();
        var counts = timeline.overall().counts();
        double busiest = Math.max(1, busiest(timeline));
        double width = (double) WIDTH / Math.max(1, counts.size());
        for (int i = 0; i < counts.size(); i++) {
            bars.add(
                    new Bar(
                            rounded(i * width),
                            rounded(width * 0.8),
                            rounded(counts.get(i).attempts() / busiest * 60),
                            rounded(counts.get(i).deferred() / busiest * 60)));
        }
        return bars;
    }
}
