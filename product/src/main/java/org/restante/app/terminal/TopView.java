package org.restante.app.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The lanes of a running server as a table: by backlog, with what leaves a second, the share put off in the last minute, sessions, and
/// why a lane is closed. Rates are differences between two looks.
public final class TopView {
    private static final Duration SHARE_OF = Duration.ofSeconds(60);
    private static final int WIDE = 110;

    /// What the table is sorted by.
    public enum Order {
        BACKLOG('b', "backlog"),
        RATE('r', "rate"),
        DEFERRALS('d', "deferrals"),
        SITE('s', "site");

        private final char key;
        private final String word;

        Order(char key, String word) {
            this.key = key;
            this.word = word;
        }

        /// The order that a key asks for, or the one before.
        public static Order of(int key, Order before) {
            for (var order : values()) {
                if (order.key == Character.toLowerCase(key)) {
                    return order;
                }
            }
            return before;
        }
    }

    private record Sight(Instant at, Map<String, LaneRow> lanes) {}

    private record Figures(
            LaneRow lane, double perSecond, double deferredPerSecond, double share) {}

    private final Deque<Sight> sights = new ArrayDeque<>();
    private final Look look;
    private final String server;

    public TopView(Look look, String server) {
        this.look = look;
        this.server = server;
    }

    /// What is seen now.
    public void saw(List<LaneRow> lanes, Instant now) {
        var byName = new HashMap<String, LaneRow>();
        lanes.forEach(lane -> byName.put(lane.name(), lane));
        sights.addLast(new Sight(now, byName));
        while (sights.size() > 2 && sights.getFirst().at().isBefore(now.minus(SHARE_OF))) {
            sights.removeFirst();
        }
    }

    /// The screen's lines.
    ///
    /// @param height lines at most; lanes that do not fit are counted
    /// @param keys whether there is a keyboard to tell of
    public List<String> lines(Order order, int height, boolean keys) {
        var now = sights.getLast();
        var figures = new ArrayList<Figures>();
        now.lanes().values().forEach(lane -> figures.add(figures(lane)));
        figures.sort(comparator(order));
        var lines = new ArrayList<String>();
        head(lines, figures, now.at());
        lines.add(look.bold(titles()));
        int room = Math.max(1, height - lines.size() - (keys ? 2 : 1));
        figures.stream().limit(room).forEach(one -> lines.add(row(one, now.at())));
        if (figures.size() > room) {
            lines.add(look.dim("and " + (figures.size() - room) + " lanes more"));
        } else if (figures.isEmpty()) {
            lines.add(look.dim("no lane: no mail has been due yet"));
        }
        if (keys) {
            lines.add(
                    look.dim(
                            "by "
                                    + order.word
                                    + "; sort: b backlog, r rate, d deferrals, s site; q quits"));
        }
        return lines;
    }

    private static Comparator<Figures> comparator(Order order) {
        Comparator<Figures> bySite = Comparator.comparing(one -> one.lane().name());
        return switch (order) {
            case BACKLOG ->
                    Comparator.<Figures>comparingLong(one -> -one.lane().waiting())
                            .thenComparing(bySite);
            case RATE ->
                    Comparator.<Figures>comparingDouble(one -> -one.perSecond())
                            .thenComparing(bySite);
            case DEFERRALS ->
                    Comparator.<Figures>comparingDouble(one -> -one.deferredPerSecond())
                            .thenComparing(Comparator.comparingDouble(one -> -known(one.share())))
                            .thenComparing(bySite);
            case SITE -> bySite;
        };
    }

    private static double known(double share) {
        return Double.isNaN(share) ? 0 : share;
    }

    private Figures figures(LaneRow lane) {
        var before = before();
        double rate = 0;
        double deferred = 0;
        if (before != null) {
            var was = before.lanes().get(lane.name());
            double seconds =
                    Math.max(
                            0.001,
                            Duration.between(before.at(), sights.getLast().at()).toMillis()
                                    / 1000.0);
            rate = more(lane.delivered(), was == null ? 0 : was.delivered()) / seconds;
            deferred = more(lane.deferred(), was == null ? 0 : was.deferred()) / seconds;
        }
        return new Figures(lane, rate, deferred, share(lane));
    }

    /// The look before this one, null at the first.
    private @org.jspecify.annotations.Nullable Sight before() {
        var newest = sights.descendingIterator();
        newest.next();
        return newest.hasNext() ? newest.next() : null;
    }

    /// Counts begin anew when the server does.
    private static long more(long now, long then) {
        return now >= then ? now - then : now;
    }

    /// Of the attempts in the last minute; at the first look of all. NaN where there were none.
    private double share(LaneRow lane) {
        var first = sights.getFirst();
        var was = sights.size() == 1 ? null : first.lanes().get(lane.name());
        long attempts = more(lane.attempts(), was == null ? 0 : was.attempts());
        long deferred = more(lane.deferred(), was == null ? 0 : was.deferred());
        return attempts == 0 ? Double.NaN : (double) deferred / attempts;
    }

    private void head(List<String> lines, List<Figures> all, Instant now) {
        long waiting = all.stream().mapToLong(one -> one.lane().waiting()).sum();
        int sessions = all.stream().mapToInt(one -> one.lane().sessions()).sum();
        double rate = all.stream().mapToDouble(Figures::perSecond).sum();
        double deferred = all.stream().mapToDouble(Figures::deferredPerSecond).sum();
        long closed = all.stream().filter(one -> !one.lane().state().equals("open")).count();
        lines.add(
                cut(
                        "restante "
                                + server
                                + look.dot()
                                + now.toString().substring(11, 19)
                                + " UTC"
                                + look.dot()
                                + count(all.size(), "lane")
                                + (closed == 0 ? "" : ", " + closed + " not open")));
        lines.add(
                cut(
                        String.format(Locale.ROOT, "%,d waiting", waiting)
                                + look.dot()
                                + count(sessions, "session")
                                + look.dot()
                                + String.format(
                                        Locale.ROOT,
                                        "%s delivered/s, %s deferred/s",
                                        rate(rate),
                                        rate(deferred))));
        lines.add("");
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d ", number) + noun + (number == 1 ? "" : "s");
    }

    private boolean isWide() {
        return look.width() >= WIDE;
    }

    private int laneWidth() {
        return isWide() ? 36 : 28;
    }

    private String titles() {
        return pad("LANE", laneWidth())
                + (isWide() ? " " + pad("PROVIDER", 13) : "")
                + String.format(
                        Locale.ROOT, " %9s %7s %6s %8s  ", "WAITING", "OUT/S", "DEFER", "SESSIONS")
                + "STATE";
    }

    private String row(Figures one, Instant now) {
        var lane = one.lane();
        var share = Double.isNaN(one.share()) ? "-" : Math.round(one.share() * 100) + " %";
        var line =
                pad(lane.name(), laneWidth())
                        + (isWide()
                                ? " " + pad(lane.provider() == null ? "" : lane.provider(), 13)
                                : "")
                        + String.format(
                                Locale.ROOT,
                                " %9s %7s ",
                                counted(lane.waiting()),
                                rate(one.perSecond()))
                        + look.graded(known(one.share()), String.format(Locale.ROOT, "%6s", share))
                        + String.format(
                                Locale.ROOT, " %8s  ", lane.sessions() + "/" + lane.connections());
        int used = laneWidth() + (isWide() ? 14 : 0) + 1 + 9 + 1 + 7 + 1 + 6 + 1 + 8 + 2;
        var state = look.letters(cut(state(lane, now), look.width() - used));
        return line + (lane.state().equals("open") ? state : look.yellow(state));
    }

    private static String state(LaneRow lane, Instant now) {
        if (!lane.state().equals("closed")) {
            return lane.state();
        }
        var until = lane.closedUntil();
        var left =
                until == null || !until.isAfter(now)
                        ? "canary"
                        : span(Duration.between(now, until));
        return "closed "
                + left
                + (lane.cause() == null ? "" : " " + lane.cause())
                + (lane.refusal() == null
                        ? ""
                        : ": " + lane.refusal().replaceAll("\\p{Cntrl}", " "));
    }

    private static String span(Duration left) {
        return left.toSeconds() < 100
                ? left.toSeconds() + "s"
                : left.toMinutes() < 100 ? left.toMinutes() + "m" : left.toHours() + "h";
    }

    private static String rate(double perSecond) {
        return perSecond == 0
                ? "0"
                : String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%,.0f", perSecond);
    }

    private static String counted(long number) {
        return number < 10_000_000
                ? String.format(Locale.ROOT, "%,d", number)
                : number / 1_000_000 + " M";
    }

    private String cut(String text) {
        return cut(text, look.width());
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    private String pad(String text, int width) {
        var fit = look.letters(cut(text, width));
        return fit + " ".repeat(Math.max(0, width - fit.length()));
    }
}
