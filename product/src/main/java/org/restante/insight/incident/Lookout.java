package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides when to search, and believes what it finds twice in a row, or what is beyond doubt, or borne out by an alarm from elsewhere.
final class Lookout implements Known {
    /// Incidents of one family that are found at the same time.
    private static final int PEELINGS = 3;

    /// So many attempts of the latest minutes tell whether something goes on.
    private static final int ENOUGH = 5;

    private static final double STILL = .15;

    /// What is worth so many times the least is believed at once.
    private static final double SURE = 1.5;

    private static final int KNOWN_STRETCHES = 2;

    /// What an alarm from elsewhere bears out may be worth less by this factor; for so many minutes.
    private static final double BORNE_OUT = .5;

    private static final int ALARM_LASTS = 2;

    private final ScanSettings settings;
    private final Books books;
    private final Crossings crossings;
    private final Screen screen = new Screen();
    private final Search search;
    private final Register register;
    private final Map<Family, List<Finding>> pending = new HashMap<>();
    private final List<Finding> peeled = new ArrayList<>();

    /// Until which minute something else alarmed us, by family.
    private final long[] alarmed = new long[Family.COUNT];

    /// An incident that is searched for anew accounts for nothing meanwhile.
    private @Nullable Track reviewed;

    Lookout(ScanSettings settings, Books books, Register register) {
        this.settings = settings;
        this.books = books;
        this.register = register;
        crossings = books.crossings();
        search = new Search(crossings, books.windows(), books.baseline());
        Arrays.fill(alarmed, Long.MIN_VALUE);
    }

    /// Something else says that there is such a trouble; where it is, is searched for after this minute and the next ones.
    void alarm(Family family, long minute) {
        alarmed[family.ordinal()] = minute + ALARM_LASTS;
    }

    /// A minute is over.
    ///
    /// @param counted null when nothing happened in it
    /// @param first the first minute of the log
    void after(Minutes.@Nullable Minute counted, long first, long minute) {
        int families =
                counted == null ? 0 : screen.after(counted, crossings, books.baseline(), this);
        for (var family : pending.keySet()) {
            families |= 1 << family.ordinal();
        }
        for (var family : Family.ALL) {
            families |= isAlarmed(family, minute) ? 1 << family.ordinal() : 0;
        }
        for (var track : List.copyOf(register.tracks())) {
            if (track.isDue(minute)) {
                lookAgain(track, first, minute);
            }
        }
        if (families != 0) {
            look(families, first, minute);
        }
    }

    @Override
    public boolean explains(Family family, int crossing) {
        var tracks = register.tracks();
        for (int i = 0; i < tracks.size(); i++) {
            var track = tracks.get(i);
            if (track.isOf(family) && track.members(crossings).holds(crossing)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void mark(Family family, CrossingSet accounted) {
        for (var track : register.tracks()) {
            if (track.isOf(family) && track != reviewed) {
                accounted.addAll(track.members(crossings));
            }
        }
        for (var finding : peeled) {
            if (finding.family() == family) {
                accounted.addAll(finding.reach().members(crossings));
            }
        }
    }

    /// The full search in these families; what is found twice in a row becomes an incident.
    private void look(int families, long first, long minute) {
        int calm = 0;
        for (int rest = families; rest != 0; rest &= rest - 1) {
            var family = Family.ALL[Integer.numberOfTrailingZeros(rest)];
            var before = pending.remove(family);
            var found = look(family, before == null ? List.of() : before, first, minute);
            if (!found.isEmpty()) {
                pending.put(family, found);
            }
            calm |= 1 << family.ordinal();
        }
        screen.calm(calm, crossings);
    }

    private boolean isAlarmed(Family family, long minute) {
        return alarmed[family.ordinal()] >= minute;
    }

    /// What was found for the first time.
    private List<Finding> look(Family family, List<Finding> before, long first, long minute) {
        boolean isAlarmed = isAlarmed(family, minute);
        double least = settings.report() * (isAlarmed ? BORNE_OUT : 1);
        boolean isFound = false;
        var fresh = new ArrayList<Finding>();
        peeled.clear();
        for (int i = 0; i < PEELINGS; i++) {
            var finding = search.best(family, least, this);
            if (finding == null) {
                break;
            }
            peeled.add(finding);
            if (!isGoingOn(finding) || finding.refused() < settings.minRefusals()) {
                continue;
            }
            if (isAlarmed
                    || isBeyondDoubt(finding)
                    || before.stream().anyMatch(f -> f.reach().alike(finding.reach()))) {
                register.open(finding, first, minute);
                isFound = true;
            } else {
                fresh.add(finding);
            }
        }
        peeled.clear();
        if (isAlarmed && !isFound) {
            before.stream()
                    .filter(this::isGoingOn)
                    .limit(1)
                    .forEach(it -> register.open(it, first, minute));
        }
        return fresh;
    }

    /// At the start of a log everything is new, and much is in doubt.
    private boolean isBeyondDoubt(Finding finding) {
        return finding.gain() >= SURE * settings.report()
                && books.baseline().learnt() >= KNOWN_STRETCHES;
    }

    /// Whether the last minutes still show it; what is over before it was found is let go.
    private boolean isGoingOn(Finding finding) {
        var members = finding.reach().members(crossings);
        var latest = books.sum(1, finding.family(), members);
        if (latest.attempts() < ENOUGH) {
            latest = books.sum(2, finding.family(), members);
        }
        double rate = finding.refused() / Math.max(1, finding.attempts());
        return latest.attempts() < ENOUGH
                || latest.refused() > latest.usual() + STILL * rate * latest.attempts();
    }

    /// Looks whether a young incident is better explained by another scope.
    private void lookAgain(Track track, long first, long minute) {
        reviewed = track;
        Finding better = null;
        for (int rest = track.families(); rest != 0; rest &= rest - 1) {
            var family = Family.ALL[Integer.numberOfTrailingZeros(rest)];
            var finding = search.best(family, settings.report(), this);
            if (finding != null
                    && finding.reach().meets(track.reach)
                    && (better == null || finding.gain() > better.gain())) {
                better = finding;
            }
        }
        reviewed = null;
        register.review(track, better, first, minute);
    }
}
