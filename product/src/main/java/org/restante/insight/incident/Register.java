package org.restante.insight.incident;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the incidents: opens them, follows them, closes them, lets them come back, and tells of it.
final class Register {
    /// A comeback pays for the choice of window only: its scope is known.
    private static final double COMEBACK = 10;

    /// Refusals of another family at the same scope belong to the same incident when they begin so soon, in minutes.
    private static final int TOGETHER = 60;

    /// The window that tells what is usual at a scope.
    private static final int USUAL_IN = 3;

    private static final int LEAST_AGE = 3;
    private static final int TOLD = 10_000;

    private final ScanSettings settings;
    private final Books books;
    private final Crossings crossings;
    private final Onset onset;
    private final Surroundings surroundings;
    private final Account account;

    /// Open incidents, and closed ones that windows still hold.
    private final List<Track> tracks = new ArrayList<>();

    private final List<Track> past = new ArrayList<>();
    private final Deque<IncidentChange> changes = new ArrayDeque<>();

    Register(ScanSettings settings, Books books) {
        this.settings = settings;
        this.books = books;
        crossings = books.crossings();
        onset = new Onset(crossings, books.minutes());
        surroundings = new Surroundings(crossings);
        account = new Account(crossings);
    }

    /// Those whose refusals windows still hold.
    List<Track> tracks() {
        return tracks;
    }

    /// A minute is over; null when nothing happened in it.
    void count(Minutes.@Nullable Minute counted, long minute) {
        for (var track : tracks) {
            track.add(crossings, counted, minute);
        }
    }

    /// What was found twice in a row.
    ///
    /// @param first the first minute of the log
    void open(Finding finding, long first, long minute) {
        var companion = companion(finding, minute);
        if (companion != null) {
            join(companion, finding, minute);
            return;
        }
        if (tracks.stream().filter(Track::isOpen).count() >= settings.maxOpen()) {
            return;
        }
        double usual = usual(finding);
        long since = onset.of(finding, usual, first, minute);
        var id = id(finding, since);
        var track = new Track(id, finding, since, minute, usual, since <= first + 2);
        track.recount(finding.reach(), crossings, books.minutes(), since, minute);
        if (track.fresh < settings.minMessages()) {
            return;
        }
        track.before = onset.before(track, first, minute);
        track.volume = onset.volume(track.members(crossings), since, first);
        track.surroundings = surroundings.of(track);
        tracks.add(track);
        tell(track, IncidentChange.What.OPENED, minute);
    }

    /// An open incident of the same scope, with which refusals of another family belong together.
    private @Nullable Track companion(Finding finding, long minute) {
        for (var track : tracks) {
            if (track.isOpen()
                    && track.isKinOf(finding.family())
                    && track.reach.alike(finding.reach())
                    && minute - track.since < TOGETHER) {
                return track;
            }
        }
        return null;
    }

    private void join(Track track, Finding finding, long minute) {
        track.add(finding.family());
        track.gain += finding.gain();
        track.recount(track.reach, crossings, books.minutes(), track.since, minute);
        tell(track, IncidentChange.What.CHANGED, minute);
    }

    private String id(Finding finding, long since) {
        var words = new StringBuilder(finding.family().name()).append('@').append(since);
        var reach = finding.reach();
        reach.parties().stream().mapToObj(crossings.parties::name).sorted().forEach(words::append);
        words.append('/').append(reach.unit() < 0 ? "" : crossings.unitName(reach.unit()));
        words.append('/').append(crossings.sources.name(reach.source()));
        words.append('/').append(crossings.streams.name(reach.stream()));
        if (reach.sender() > 0) {
            words.append('/').append(crossings.senders.name(reach.sender()));
        }
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < words.length(); i++) {
            hash = (hash ^ words.charAt(i)) * 0x100000001B3L;
        }
        return "%012x".formatted(hash >>> 16);
    }

    private double usual(Finding finding) {
        var sum = books.sum(USUAL_IN, finding.family(), finding.reach().members(crossings));
        return sum.attempts() == 0 ? finding.family().prior : sum.usual() / sum.attempts();
    }

    /// A young incident was searched for anew.
    ///
    /// @param better what explains its refusals now; null when nothing does
    void review(Track track, @Nullable Finding better, long first, long minute) {
        if (better != null) {
            track.gain = Math.max(track.gain, better.gain());
            track.ahead = better.ahead();
            if (!better.reach().equals(track.reach) && isWorthTelling(track.reach, better)) {
                long since = onset.of(better, usual(better), first, minute);
                track.recount(better.reach(), crossings, books.minutes(), since, minute);
                track.before = onset.before(track, first, minute);
            }
        }
        track.surroundings = surroundings.of(track);
        tellIfChanged(track, minute);
    }

    /// Where addresses are dead, what is everywhere is not narrowed to several receivers: a list is bad for all, and where none is refused older
    /// mail goes first.
    private static boolean isWorthTelling(Reach before, Finding better) {
        boolean isNarrowing =
                before.isEverywhere()
                        && better.reach().parties().cardinality() > 1
                        && before.source() == better.reach().source()
                        && before.stream() == better.reach().stream()
                        && before.sender() == better.reach().sender();
        return !isNarrowing || better.family() != Family.ADDRESSES;
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
    void follow(long minute) {
        for (var track : List.copyOf(tracks)) {
            if (track.isOpen()) {
                closeIfOver(track, minute);
            } else if (track.isForgotten(minute)) {
                tracks.remove(track);
                keep(track);
            } else if (hasComeBack(track, minute)) {
                comeBack(track, minute);
            }
        }
    }

    private void closeIfOver(Track track, long minute) {
        if (minute - track.openedAt >= LEAST_AGE && track.isOver()) {
            track.surroundings = surroundings.of(track);
            track.until = track.end();
            tell(track, IncidentChange.What.CLOSED, minute);
        }
    }

    private static boolean hasComeBack(Track track, long minute) {
        return minute > track.until + 5 && track.comeback(minute) > COMEBACK && track.isBad();
    }

    private void comeBack(Track track, long minute) {
        track.openAgain(minute);
        long onset = track.since;
        track.recount(track.reach, crossings, books.minutes(), Math.max(onset, minute - 5), minute);
        track.since = onset;
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

    /// Nothing more comes: incidents still open stay without an end.
    void finish() {
        for (var track : tracks) {
            if (track.isOpen()) {
                track.surroundings = surroundings.of(track);
            }
        }
    }

    /// What opened, changed or closed since the last call, in order.
    List<IncidentChange> changes() {
        var told = List.copyOf(changes);
        changes.clear();
        return told;
    }

    /// The gravest first.
    List<Incident> incidents() {
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
