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
import org.restante.insight.incident.Incident;
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

    /// A stretch with fewer attempts has no rate worth drawing.
    public static final int FEW = 10;

    private static final int LINES = 8;
    private static final int FEWEST_STRETCHES = 24;

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
    /// @param rates of each stretch, empty where it is not drawn, joined by commas
    /// @param troubled whether an incident concerns it
    public record Line(
            int number,
            String name,
            String path,
            String rates,
            String attempts,
            boolean troubled) {}

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

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    static Chart of(ReportView view) {
        var timeline = coarse(view.analysis().timeline());
        var troubled = troubled(view.incidents());
        double top = top(timeline);
        var spans = spans(view, timeline);
        var lines = new ArrayList<Line>();
        for (var series : timeline.byProvider().stream().limit(LINES).toList()) {
            boolean drawn = series.counts().stream().anyMatch(counts -> counts.attempts() >= FEW);
            if (drawn) {
                lines.add(line(lines.size() + 1, view, series, top, troubled));
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

    private static Set<String> troubled(List<Incident> incidents) {
        var troubled = new HashSet<String>();
        incidents.forEach(incident -> troubled.addAll(incident.scope().providers()));
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

    private static double top(Timeline timeline) {
        double highest =
                timeline.byProvider().stream()
                        .limit(LINES)
                        .flatMap(series -> series.counts().stream())
                        .filter(counts -> counts.attempts() >= FEW)
                        .mapToDouble(counts -> (double) counts.deferred() / counts.attempts())
                        .reduce(0, Math::max);
        for (double top : TOPS) {
            if (highest <= top * 0.97) {
                return top;
            }
        }
        return 1;
    }

    private static Line line(
            int number, ReportView view, Series series, double top, Set<String> troubled) {
        var path = new StringBuilder();
        var rates = new ArrayList<String>();
        var attempts = new ArrayList<String>();
        boolean pen = false;
        for (int i = 0; i < series.counts().size(); i++) {
            var counts = series.counts().get(i);
            attempts.add(Long.toString(counts.attempts()));
            if (counts.attempts() < FEW) {
                rates.add("");
                pen = false;
                continue;
            }
            double rate = (double) counts.deferred() / counts.attempts();
            rates.add(number(rate * 100));
            path.append(pen ? 'L' : 'M')
                    .append(number((i + 0.5) * WIDTH / series.counts().size()))
                    .append(' ')
                    .append(number(HEIGHT - Math.min(1, rate / top) * HEIGHT))
                    .append(pen ? "" : "h0");
            pen = true;
        }
        return new Line(
                number,
                view.name(Plain.text(series.key())),
                path.toString(),
                String.join(",", rates),
                String.join(",", attempts),
                troubled.contains(series.key()));
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }

    private static String number(double number) {
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
