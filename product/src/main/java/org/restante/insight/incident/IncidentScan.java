package org.restante.insight.incident;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;

/// Finds incidents in counts by minute and cell. One scan serves one thread.
///
/// [#count] places attempts, [#advance] says that all attempts up to a minute are in. An attempt that comes later is still
/// placed when it is at most [#LATE_MINUTES] old; attempts of the next hour may come early.
public final class IncidentScan {
    /// How late an attempt may come and still be counted in its own minute.
    public static final int LATE_MINUTES = 45;

    private static final int EARLY_MINUTES = 60;

    /// A hole in the log that ends whatever was open.
    private static final int HOLE_MINUTES = 24 * 60;

    /// A minute becomes part of what is usual only when it is so old, that an incident may be found first.
    private static final int LEARN_AFTER = 45;

    private static final int LEARN_AFTER_AT_FIRST = 15;
    private static final int PEELINGS = 3;
    private static final int ONSET_BACK = 60;
    private static final int TOLD = 10_000;

    /// A comeback pays for the choice of window only: its scope is known.
    private static final double COMEBACK = 10;

    private static final int STAGE_BITS = 4;

    private final ScanSettings settings;
    private final Crossings crossings;
    private final Minutes minutes = new Minutes();
    private final Seen seen = new Seen();
    private final Baseline baseline = new Baseline();
    private final Screen screen = new Screen();
    private final Windows windows;
    private final Search search;
    private final Surroundings surroundings;
    private final Account account;
    private final Explained known = new Known();

    /// Open incidents, and closed ones that windows still hold.
    private final List<Track> tracks = new ArrayList<>();

    private final List<Track> past = new ArrayList<>();
    private final Map<Family, List<Finding>> pending = new HashMap<>();
    private final List<Finding> peeled = new ArrayList<>();
    private final Deque<IncidentChange> changes = new ArrayDeque<>();
    private Minutes.@Nullable Minute current;
    private Minutes.@Nullable Stretch currentStretch;
    private long start = Long.MIN_VALUE;
    private long done = Long.MIN_VALUE;
    private long nextToLearn;
    private boolean finished;

    public IncidentScan(ScanSettings settings) {
        this.settings = settings;
        crossings = new Crossings(settings);
        windows = new Windows(minutes, crossings);
        search = new Search(crossings, windows, baseline);
        surroundings = new Surroundings(crossings, windows);
        account = new Account(crossings);
    }

    /// The number of a cell, for [#count]. Cells beyond the bounds of the settings share the number of "(others)".
    public int cell(Cell cell) {
        int stage = cell.stage() == null ? 0 : cell.stage().ordinal() + 1;
        return crossings.of(cell) << STAGE_BITS | stage;
    }

    /// One attempt.
    ///
    /// @param cause null when it was accepted
    /// @param reply id of the group of alike replies, -1 when none
    /// @param messageHash tells messages apart; 0 when unknown
    public void count(
            long epochMinute, int cell, @Nullable Cause cause, int reply, long messageHash) {
        count(epochMinute, cell, cause, reply, messageHash, 0);
    }

    /// One attempt in a known session: refusals of one session by one cause count once.
    ///
    /// @param sessionHash 0 when unknown
    public void count(
            long epochMinute,
            int cell,
            @Nullable Cause cause,
            int reply,
            long messageHash,
            long sessionHash) {
        reach(epochMinute);
        if (epochMinute < done - LATE_MINUTES) {
            return;
        }
        int crossing = cell >>> STAGE_BITS;
        if (cause == null) {
            accepted(epochMinute, crossing, messageHash);
        } else {
            refused(epochMinute, crossing, cell & 15, cause, reply, messageHash, sessionHash);
        }
    }

    /// The first attempt says where time begins; one far ahead of the rest ends what lies behind.
    private void reach(long epochMinute) {
        if (start == Long.MIN_VALUE) {
            begin(epochMinute);
        } else if (epochMinute > done + EARLY_MINUTES) {
            advance(epochMinute - EARLY_MINUTES);
        }
    }

    private void begin(long epochMinute) {
        start = epochMinute;
        done = epochMinute - 1;
        nextToLearn = Math.floorDiv(epochMinute, (long) Minutes.STRETCH);
    }

    private void accepted(long epochMinute, int crossing, long messageHash) {
        boolean repeat = messageHash != 0 && seen.knows(mark(messageHash, crossing));
        minute(epochMinute).attempt(crossing, repeat);
        stretch(epochMinute).count(crossing, repeat, null);
        if (epochMinute <= done) {
            late(epochMinute, crossing, null);
        }
    }

    private void refused(
            long epochMinute,
            int crossing,
            int stage,
            Cause cause,
            int reply,
            long messageHash,
            long sessionHash) {
        var family = Family.of(cause);
        if (sessionHash != 0 && seen.note(sessionHash * 31 + cause.ordinal())) {
            return;
        }
        boolean before = messageHash != 0 && seen.note(mark(messageHash, crossing));
        if (before && family.perMessage) {
            return;
        }
        minute(epochMinute).attempt(crossing, before);
        minute(epochMinute).refusals.add(crossing, stage, cause, reply, !before);
        stretch(epochMinute).count(crossing, before, family);
        if (epochMinute <= done) {
            late(epochMinute, crossing, cause);
        }
    }

    /// A message is told apart by where it goes: its recipients at other receivers are other messages here.
    private long mark(long messageHash, int crossing) {
        return messageHash + 0x9E3779B97F4A7C15L * crossings.party[crossing];
    }

    private Minutes.Minute minute(long epochMinute) {
        var open = current;
        if (open == null || open.minute != epochMinute) {
            open = current = minutes.open(epochMinute);
        }
        return open;
    }

    private Minutes.Stretch stretch(long epochMinute) {
        long number = Math.floorDiv(epochMinute, (long) Minutes.STRETCH);
        var open = currentStretch;
        if (open == null || open.number != number) {
            open = currentStretch = minutes.openStretch(number);
        }
        return open;
    }

    private void late(long epochMinute, int crossing, @Nullable Cause cause) {
        for (var track : tracks) {
            track.addLate(crossing, crossings, epochMinute, cause);
        }
    }

    /// All attempts up to and including this minute are in.
    public void advance(long epochMinute) {
        if (start == Long.MIN_VALUE || epochMinute <= done) {
            return;
        }
        if (epochMinute - done > HOLE_MINUTES) {
            advance(done + HOLE_MINUTES / 2);
            done = epochMinute - HOLE_MINUTES / 2;
            nextToLearn = Math.floorDiv(done, (long) Minutes.STRETCH);
        }
        while (done < epochMinute) {
            done++;
            end(done);
        }
    }

    private void end(long minute) {
        var counted = minutes.at(minute);
        for (var track : tracks) {
            track.add(crossings, counted, minute);
        }
        windows.endAt(minute);
        int families = counted == null ? 0 : screen.after(counted, crossings, baseline, known);
        for (var family : pending.keySet()) {
            families |= 1 << family.ordinal();
        }
        lookAgain(minute);
        if (families != 0) {
            look(minute, families);
        }
        follow(minute);
        learn(minute);
    }

    /// What the followed incidents account for, and what was just found.
    private final class Known implements Explained {
        @Override
        public boolean anyOf(Family family) {
            return tracks.stream().anyMatch(t -> t.isOf(family))
                    || peeled.stream().anyMatch(f -> f.family() == family);
        }

        @Override
        public boolean explains(Family family, int crossing) {
            for (int i = 0; i < tracks.size(); i++) {
                var track = tracks.get(i);
                if (track.isOf(family) && track.reach.holds(crossings, crossing)) {
                    return true;
                }
            }
            for (int i = 0; i < peeled.size(); i++) {
                var finding = peeled.get(i);
                if (finding.family() == family && finding.reach().holds(crossings, crossing)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// The full search in these families; what is found twice in a row becomes an incident.
    private void look(long minute, int families) {
        int calm = 0;
        for (int rest = families; rest != 0; rest &= rest - 1) {
            var family = Family.ALL[Integer.numberOfTrailingZeros(rest)];
            var before = pending.remove(family);
            var found = look(minute, family, before == null ? List.of() : before);
            if (!found.isEmpty()) {
                pending.put(family, found);
            }
            calm |= 1 << family.ordinal();
        }
        screen.calm(calm);
    }

    /// What was found for the first time.
    private List<Finding> look(long minute, Family family, List<Finding> before) {
        var first = new ArrayList<Finding>();
        peeled.clear();
        for (int i = 0; i < PEELINGS; i++) {
            var finding = search.best(family, settings.report(), known);
            if (finding == null) {
                break;
            }
            peeled.add(finding);
            if (!isGoingOn(finding, minute) || finding.refused() < settings.minRefusals()) {
                continue;
            }
            if (before.stream().anyMatch(f -> f.reach().alike(finding.reach()))) {
                open(finding, minute);
            } else {
                first.add(finding);
            }
        }
        peeled.clear();
        return first;
    }

    /// Whether the last minutes still show it; what is over before it was found is let go.
    private boolean isGoingOn(Finding finding, long minute) {
        var members = finding.reach().members(crossings);
        double n = 0;
        double k = 0;
        double usual = 0;
        for (int w = 1; w < 3; w++) {
            var attempts = windows.chances(w, finding.family());
            var refused = windows.refused(w, finding.family());
            n = k = usual = 0;
            for (int c : members) {
                n += attempts[c];
                k += refused[c];
                usual += attempts[c] == 0 ? 0 : attempts[c] * share(c, finding.family());
            }
            if (n >= 5) {
                break;
            }
        }
        double rate = finding.refused() / Math.max(1, finding.attempts());
        return n < 5 || k > usual + .15 * rate * n;
    }

    private double share(int crossing, Family family) {
        return baseline.share(crossings, crossing, family.ordinal(), 0);
    }

    private void open(Finding finding, long minute) {
        var companion = companion(finding, minute);
        if (companion != null) {
            companion.families |= 1 << finding.family().ordinal();
            companion.gain += finding.gain();
            companion.recount(companion.reach, crossings, minutes, companion.since, minute);
            tell(companion, IncidentChange.What.CHANGED, minute);
            return;
        }
        if (tracks.stream().filter(Track::isOpen).count() >= settings.maxOpen()) {
            return;
        }
        long onset = onset(finding, minute);
        var track =
                new Track(
                        id(finding, onset),
                        finding,
                        onset,
                        minute,
                        usual(finding),
                        onset <= start + 2);
        track.recount(finding.reach(), crossings, minutes, onset, minute);
        if (track.fresh < settings.minMessages()) {
            return;
        }
        track.volume = volume(track, onset);
        track.surroundings = surroundings.of(track, minute - onset + 1);
        tracks.add(track);
        tell(track, IncidentChange.What.OPENED, minute);
    }

    /// An open incident of the same scope, with which refusals of another family belong together.
    private @Nullable Track companion(Finding finding, long minute) {
        for (var track : tracks) {
            if (track.isOpen() && track.reach.alike(finding.reach()) && minute - track.since < 60) {
                return track;
            }
        }
        return null;
    }

    private String id(Finding finding, long onset) {
        var words = new StringBuilder(finding.family().name()).append('@').append(onset);
        var reach = finding.reach();
        reach.parties().stream().mapToObj(crossings.parties::name).sorted().forEach(words::append);
        words.append('/').append(reach.unit() < 0 ? "" : crossings.unitName(reach.unit()));
        words.append('/').append(crossings.sources.name(reach.source()));
        words.append('/').append(crossings.streams.name(reach.stream()));
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < words.length(); i++) {
            hash = (hash ^ words.charAt(i)) * 0x100000001B3L;
        }
        return "%012x".formatted(hash >>> 16);
    }

    private double usual(Finding finding) {
        var attempts = windows.chances(3, finding.family());
        double n = 0;
        double expected = 0;
        for (int c : finding.reach().members(crossings)) {
            n += attempts[c];
            expected += attempts[c] == 0 ? 0 : attempts[c] * share(c, finding.family());
        }
        return n == 0 ? finding.family().prior : expected / n;
    }

    /// The minute from which the raised share explains the refusals best, looking backwards.
    private long onset(Finding finding, long minute) {
        double usual = Math.max(.002, usual(finding));
        var members = finding.reach().members(crossings);
        double rate = finding.refused() / Math.max(1, finding.attempts());
        long first = onset(finding, members, minute, usual, rate);
        // the window it was found in may reach back before it began, and so dilute its share
        long second =
                onset(finding, members, minute, usual, share(finding, members, first, minute));
        if (second > minute - ONSET_BACK + 3) {
            return second;
        }
        double raised = raised(rate, usual);
        return onsetLongAgo(
                finding,
                members,
                second,
                Math.log(raised / usual),
                Math.log((1 - raised) / (1 - usual)));
    }

    private static double raised(double rate, double usual) {
        return Math.min(.98, Math.max(rate, 1.5 * usual));
    }

    private long onset(Finding finding, int[] members, long minute, double usual, double rate) {
        double raised = raised(rate, usual);
        double each = Math.log(raised / usual);
        double other = Math.log((1 - raised) / (1 - usual));
        double sum = 0;
        double best = 0;
        long onset = minute;
        for (long m = minute; m > minute - ONSET_BACK && m >= start; m--) {
            var at = minutes.at(m);
            if (at != null) {
                int k = refusedIn(at, finding);
                sum += k * each + (attemptsIn(at, members) - k) * other;
                if (k > 0 && sum >= best) {
                    best = sum;
                    onset = m;
                }
            }
        }
        return onset;
    }

    private double share(Finding finding, int[] members, long from, long to) {
        double n = 0;
        double k = 0;
        for (long m = from; m <= to; m++) {
            var at = minutes.at(m);
            if (at != null) {
                n += attemptsIn(at, members);
                k += refusedIn(at, finding);
            }
        }
        return k / Math.max(1, n);
    }

    private long onsetLongAgo(
            Finding finding, int[] members, long onset, double each, double other) {
        double sum = 0;
        double best = 0;
        long earliest = onset;
        long last = Math.floorDiv(onset, (long) Minutes.STRETCH) - 1;
        for (long s = last; s > last - 9; s--) {
            var stretch = minutes.stretch(s);
            if (stretch == null) {
                continue;
            }
            for (int c : members) {
                int k = stretch.refusedAt(finding.family(), c);
                sum += k * each + (stretch.attemptsAt(c) - k) * other;
            }
            if (sum > best) {
                best = sum;
                earliest = Math.max(start, s * Minutes.STRETCH);
            }
        }
        return earliest;
    }

    private int refusedIn(Minutes.Minute at, Finding finding) {
        int k = 0;
        for (int i = 0; i < at.refusals.size; i++) {
            if (at.refusals.family(i) == finding.family()
                    && finding.reach().holds(crossings, at.refusals.crossing(i))) {
                k += at.refusals.refused[i];
            }
        }
        return k;
    }

    private static int attemptsIn(Minutes.Minute at, int[] members) {
        int n = 0;
        for (int c : members) {
            n += at.attemptsAt(c);
        }
        return n;
    }

    private Evidence.@Nullable VolumeBefore volume(Track track, long onset) {
        var members = track.reach.members(crossings);
        double shortly = 0;
        double before = 0;
        int minutesBefore = 0;
        for (int ago = 1; ago <= 60; ago++) {
            var at = minutes.at(onset - ago);
            if (onset - ago < start) {
                break;
            }
            int n = at == null ? 0 : attemptsIn(at, members);
            shortly += ago <= 15 ? n : 0;
            before += ago > 15 ? n : 0;
            minutesBefore += ago > 15 ? 1 : 0;
        }
        return minutesBefore < 15
                ? null
                : new Evidence.VolumeBefore(shortly / 15, before / minutesBefore);
    }

    /// Looks whether young incidents are better explained by another scope.
    private void lookAgain(long minute) {
        for (var track : List.copyOf(tracks)) {
            if (track.isDue(minute)) {
                lookAgain(track, minute);
            }
        }
    }

    private void lookAgain(Track track, long minute) {
        var families = track.families;
        track.families = 0;
        Finding better = null;
        for (int rest = families; rest != 0; rest &= rest - 1) {
            var family = Family.ALL[Integer.numberOfTrailingZeros(rest)];
            var finding = search.best(family, settings.report(), known);
            if (finding != null
                    && finding.reach().meets(track.reach)
                    && (better == null || finding.gain() > better.gain())) {
                better = finding;
            }
        }
        track.families = families;
        if (better != null) {
            track.gain = Math.max(track.gain, better.gain());
            track.ahead = better.ahead();
            if (!better.reach().equals(track.reach)) {
                track.recount(better.reach(), crossings, minutes, onset(better, minute), minute);
            }
        }
        track.surroundings = surroundings.of(track, minute - track.since + 1);
        tellIfChanged(track, minute);
    }

    private void tellIfChanged(Track track, long minute) {
        var before = track.told;
        var now = account.of(track);
        if (before == null
                || before.diagnosis() != now.diagnosis()
                || before.severity() != now.severity()
                || !before.scope().equals(now.scope())) {
            tell(track, IncidentChange.What.CHANGED, minute);
        }
    }

    /// Closes what is over, opens again what comes back, forgets what is long past.
    private void follow(long minute) {
        for (var track : List.copyOf(tracks)) {
            if (track.isOpen()) {
                if (minute - track.openedAt >= 3 && track.isOver()) {
                    track.surroundings = surroundings.of(track, minute - track.since + 1);
                    track.until = track.end();
                    tell(track, IncidentChange.What.CLOSED, minute);
                }
            } else if (track.isForgotten(minute)) {
                tracks.remove(track);
                keep(track);
            } else if (minute > track.until + 5 && track.comeback(minute) > COMEBACK) {
                comeBack(track, minute);
            }
        }
    }

    private void comeBack(Track track, long minute) {
        track.until = Track.OPEN;
        track.recount(track.reach, crossings, minutes, track.since, minute);
        tell(track, IncidentChange.What.OPENED, minute);
    }

    private void keep(Track track) {
        past.add(track);
        if (past.size() > settings.maxIncidents()) {
            past.remove(past.stream().min(Comparator.comparingDouble(t -> t.gain)).orElseThrow());
        }
    }

    private void tell(Track track, IncidentChange.What what, long minute) {
        var incident = account.of(track);
        track.told = incident;
        if (changes.size() >= TOLD) {
            changes.removeFirst();
        }
        changes.add(new IncidentChange(what, Account.instant(minute + 1), incident));
    }

    private void learn(long minute) {
        int lag = baseline.learnt() < 3 ? LEARN_AFTER_AT_FIRST : LEARN_AFTER;
        while ((nextToLearn + 1) * Minutes.STRETCH <= minute + 1 - lag) {
            learnStretch(nextToLearn++);
        }
    }

    private void learnStretch(long number) {
        baseline.fade(crossings.sums);
        var stretch = minutes.stretch(number);
        if (stretch == null) {
            return;
        }
        long from = number * Minutes.STRETCH;
        for (var family : Family.ALL) {
            if (stretch.refused[family.ordinal()] != null) {
                learnRefused(stretch, family, from);
            }
        }
        for (int c = 0; c < crossings.count; c++) {
            int n = stretch.attemptsAt(c);
            if (n > 0) {
                baseline.learnAttempts(crossings, c, n, stretch.repeatsAt(c));
            }
        }
    }

    /// Where an incident was, of whatever kind, what would have been usual is learnt, not what was: attempts that ended in
    /// one trouble never came to meet another.
    private void learnRefused(Minutes.Stretch stretch, Family family, long from) {
        var incidents =
                tracks.stream()
                        .filter(t -> t.since < from + Minutes.STRETCH && t.until > from)
                        .map(t -> t.reach)
                        .toList();
        for (int c = 0; c < crossings.count; c++) {
            double k = stretch.refusedAt(family, c);
            if (isIn(incidents, c)) {
                int n = stretch.attemptsAt(c) - (family.perMessage ? stretch.repeatsAt(c) : 0);
                k = n * share(c, family);
            }
            if (k > 0) {
                baseline.learnRefused(crossings, c, family.ordinal(), k);
            }
        }
    }

    private boolean isIn(List<Reach> reaches, int crossing) {
        for (var reach : reaches) {
            if (reach.holds(crossings, crossing)) {
                return true;
            }
        }
        return false;
    }

    /// The log is at its end: incidents still open stay without an end.
    public void finish() {
        if (finished) {
            return;
        }
        finished = true;
        for (var track : tracks) {
            if (track.isOpen()) {
                track.surroundings = surroundings.of(track, done - track.since + 1);
            }
        }
    }

    /// What opened, changed or closed since the last call, in order.
    public List<IncidentChange> changes() {
        var told = List.copyOf(changes);
        changes.clear();
        return told;
    }

    /// The incidents known of, those that are over included; the gravest first.
    public List<Incident> incidents() {
        var all = new ArrayList<>(past);
        all.addAll(tracks);
        return all.stream()
                .map(account::of)
                .sorted(
                        Comparator.comparing(Incident::severity)
                                .thenComparing(Incident::refusals)
                                .reversed())
                .toList();
    }
}
