package org.restante.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.restante.app.analysis.LiveAnalysis;
import org.restante.app.page.Figures;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentChange;
import org.restante.record.report.LiveReading.Recent;

/// What `watch` shows: on a terminal one screen that is drawn anew, elsewhere a line for each change.
final class WatchScreen {
    private static final Duration WINDOW = Duration.ofHours(1);

    /// So often a line tells how it stands, off a terminal.
    private static final Duration HOW_OFTEN = Duration.ofMinutes(10);

    private static final int PROVIDERS = 12;
    private static final int REMEMBERED = 6;
    private static final int SPARKS = 30;
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String PLAIN_BARS = "_.-=*%#@";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Surroundings surroundings;
    private final LiveAnalysis live;
    private final ZoneId zone;
    private final Deque<String> told = new ArrayDeque<>();

    private final List<Path> awaited;
    private final List<Path> present;
    private Instant toldHow = Instant.MIN;

    WatchScreen(Surroundings surroundings, LiveAnalysis live, List<Path> paths) {
        present = paths.stream().filter(Files::exists).toList();
        awaited = new ArrayList<>(paths);
        awaited.removeAll(present);
        this.surroundings = surroundings;
        this.live = live;
        zone = surroundings.zone();
    }

    void show(List<IncidentChange> changes, Instant now) {
        if (toldHow.equals(Instant.MIN)) {
            present.forEach(path -> tell(clock(now) + "  watching " + path));
            awaited.forEach(path -> tell(clock(now) + "  waiting for " + path));
        }
        for (var path : List.copyOf(awaited)) {
            if (Files.exists(path)) {
                awaited.remove(path);
                tell(clock(now) + "  watching " + path);
            }
        }
        for (var change : changes) {
            tell(line(change));
        }
        if (surroundings.terminal()) {
            draw(now);
        } else if (toldHow.equals(Instant.MIN) || !now.isBefore(toldHow.plus(HOW_OFTEN))) {
            tell(clock(now) + "  " + how(now));
        }
        toldHow =
                toldHow.equals(Instant.MIN) || !now.isBefore(toldHow.plus(HOW_OFTEN))
                        ? now
                        : toldHow;
        surroundings.out().flush();
    }

    /// How it stands, for whoever sees no table.
    private String how(Instant now) {
        var rows = live.recent(now, WINDOW, Integer.MAX_VALUE);
        long attempts = rows.stream().mapToLong(Recent::attempts).sum();
        long deferred = rows.stream().mapToLong(Recent::deferred).sum();
        var rate =
                attempts == 0
                        ? ""
                        : ", " + Figures.percent((double) deferred / attempts) + " deferred";
        int open = live.open().size();
        return Columns.count(attempts, "attempt")
                + " in the last hour"
                + rate
                + "; "
                + (open == 0 ? "no open incident" : Columns.count(open, "open incident"));
    }

    private String line(IncidentChange change) {
        var mark =
                switch (change.what()) {
                    case OPENED -> "opened ";
                    case CHANGED -> "changed";
                    case CLOSED -> "closed ";
                };
        return clock(change.at()) + "  " + mark + "  " + live.sentence(change.incident());
    }

    private void tell(String line) {
        if (!surroundings.terminal()) {
            surroundings.out().println(line);
            return;
        }
        told.addLast(line);
        if (told.size() > REMEMBERED) {
            told.removeFirst();
        }
    }

    private void draw(Instant now) {
        var screen = new StringBuilder();
        var open = live.open();
        screen.append(bold("restante watch  " + clock(now)));
        screen.append("   ")
                .append(open.isEmpty() ? "no open incident" : open.size() + " open")
                .append("\n\n");
        for (var incident : open) {
            screen.append(incident(incident)).append('\n');
        }
        screen.append(table(now));
        if (!told.isEmpty()) {
            screen.append("\nLately\n");
            told.forEach(line -> screen.append("  ").append(cut(line)).append('\n'));
        }
        screen.append("\nCtrl-C ends.\n");
        surroundings.screen().print(CLEAR + surroundings.visible(screen.toString()));
        surroundings.screen().flush();
    }

    private String incident(Incident incident) {
        return (surroundings.colours() ? "\u001b[31m● \u001b[0m" : "! ")
                + cut(live.sentence(incident))
                + "  (since "
                + clock(incident.since())
                + ")";
    }

    private String table(Instant now) {
        var text = new StringBuilder("\n");
        text.append(
                "%-22s %9s %9s %7s  %s%n"
                        .formatted(
                                "last hour", "attempts", "deferred", "rate", "refused, by minute"));
        var rows = live.recent(now, WINDOW, PROVIDERS);
        for (var row : rows) {
            text.append(
                    "%-22s %9d %9d %7s  %s%n"
                            .formatted(
                                    cut(live.name(row.provider()), 22),
                                    row.attempts(),
                                    row.deferred(),
                                    rate(row),
                                    course(row)));
        }
        if (rows.isEmpty()) {
            text.append("  nothing was tried in the last hour\n");
        }
        return text.toString();
    }

    private static String rate(Recent row) {
        return row.attempts() == 0
                ? "–"
                : String.format(Locale.ROOT, "%.1f %%", 100.0 * row.deferred() / row.attempts());
    }

    private String course(Recent row) {
        var bars = surroundings.unicode() ? BARS : PLAIN_BARS;
        var counts = row.course();
        int step = Math.max(1, counts.size() / SPARKS);
        var text = new StringBuilder();
        for (int at = 0; at < counts.size(); at += step) {
            long attempts = 0;
            long refused = 0;
            for (var count : counts.subList(at, Math.min(counts.size(), at + step))) {
                attempts += count.attempts();
                refused += count.deferred() + count.bounced();
            }
            text.append(
                    attempts == 0 ? ' ' : bars.charAt((int) Math.min(7, refused * 8 / attempts)));
        }
        return text.toString();
    }

    private String bold(String text) {
        return surroundings.colours() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String cut(String text) {
        return cut(text, Math.max(40, surroundings.width() - 24));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private String clock(Instant time) {
        return CLOCK.format(time.atZone(zone));
    }
}
