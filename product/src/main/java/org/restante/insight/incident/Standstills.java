package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.IncidentChange.What;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Finds where nothing gets through any more: a source at a receiver, or one MX host while its siblings take mail.
///
/// A server that holds back after the first refusal and then tries one message at a time gives [IncidentScan] too little to count, though
/// all that it tries is refused. So here it is time that counts: refusals at [#SESSIONS] connections over [#LEAST] and more, and nothing
/// taken between them; or a lane that a refusal closed, and through which nothing went for [#CLOSED]. Refusals of single messages
/// (greylisting, dead addresses, full mailboxes, content) are passed over.
///
/// What stands still at most receivers that a source tries, for two minutes, is one incident of that source; where names are not found, of
/// our own network ([Collective]). Names are asked for when the answers before have run out, one after the other: there the first must be
/// missing for two minutes and two be asked for again; the others bear it out.
///
/// A host that cannot be spoken with is set aside before any message meets its refusal: its siblings take the mail, so that no attempt
/// tells of it. It is an incident when it was set aside for [#ASIDE] of the last quarter of an hour, or [#OFTEN], and its siblings were not.
/// A backup is tried only when its betters fail: where siblings take mail for [#UNHEARD] and nobody tries it, nothing is known against it any more.
///
/// One thread's.
public final class Standstills {
    static final int SESSIONS = 3;
    static final Duration LEAST = Duration.ofMinutes(4);

    static final Duration CLOSED = Duration.ofMinutes(4);

    /// It is over after so many were taken in a row, or one and nothing refused for so long.
    static final int TAKEN = 5;

    static final Duration QUIET = Duration.ofMinutes(15);

    static final Duration ASIDE = Duration.ofMinutes(3);

    static final int OFTEN = 4;

    /// The longest pause after which a host that is set aside is tried.
    private static final Duration PAUSE = Duration.ofMinutes(10);

    /// While it is tried and fails, that is on record more often than this. Longer than its quarter of an hour, a pause and the sessions that
    /// stood before together.
    static final Duration UNHEARD = Duration.ofMinutes(40);

    /// What stands still together for so long is told.
    static final Duration TOGETHER = Duration.ofMinutes(2);

    private static final Duration KNOWN_BEFORE = Duration.ofSeconds(30);

    /// A name that is missing is asked for again after so long, then at longer intervals.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    /// So many names must be missing twice.
    private static final int ASKED_AGAIN = 2;

    /// A place counts from so many taken, or when a sibling takes mail: a dead domain is no incident.
    private static final int ESTABLISHED = 5;

    private static final int MOST_OPEN = 24;

    /// A lane without any attempt for so long is forgotten.
    private static final Duration FORGOTTEN = Duration.ofHours(30);

    static final Duration OF_LATE = Duration.ofHours(1);
    private static final int MOST_PLACES = 8_192;
    private final Map<Place, KnownPlace> places =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Place, KnownPlace> eldest) {
                    return size() > MOST_PLACES;
                }
            };
    private final StandstillIncidents incidents = new StandstillIncidents(places);
    private final List<IncidentChange> changes = new ArrayList<>();

    /// By source; empty for names.
    private final Map<String, Collective> collectives = new LinkedHashMap<>();

    /// One attempt.
    ///
    /// @param cause null when it was accepted
    /// @param reply as for [IncidentScan#count]
    /// @param session 0 when unknown
    /// @param closes whether this refusal closed its lane, so that nothing is tried for a while
    public void count(
            Instant at,
            Cell cell,
            @Nullable Stage stage,
            @Nullable Cause cause,
            int reply,
            long session,
            boolean closes) {
        if (cause != null && Family.of(cause).perMessage) {
            return;
        }
        countName(at, cell, stage, cause, reply);
        if (cause == Cause.DNS) {
            return;
        }
        if (cell.source() != null) {
            var known =
                    count(
                            new Place(cell.party(), cell.source(), null),
                            at,
                            cell,
                            stage,
                            cause,
                            reply,
                            session);
            if (closes && known.streak != null) {
                known.streak.closedLane = true;
            }
        }
        if (cell.mxHost() != null) {
            count(
                    new Place(cell.party(), null, cell.mxHost()),
                    at,
                    cell,
                    stage,
                    cause,
                    reply,
                    session);
        }
    }

    /// Names are no lane's trouble. What is taken meanwhile by a way that was known before does not say that it is found again; only that it
    /// was not missing when it must have been asked for anew, for the pause between is twice as long each time.
    private void countName(
            Instant at, Cell cell, @Nullable Stage stage, @Nullable Cause cause, int reply) {
        var place = new Place(cell.party(), null, null);
        if (cause == Cause.DNS) {
            count(place, at, cell, stage, cause, reply, 0);
            return;
        }
        var known = places.get(place);
        if (cause != null || known == null) {
            return;
        }
        if (known.streak == null || isAskedAgain(known.streak, at)) {
            count(place, at, cell, stage, null, reply, 0);
        }
    }

    private static boolean isAskedAgain(Streak missing, Instant at) {
        var pause = missing.gap.multipliedBy(2);
        var longest = pause.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : pause;
        return missing.last.plus(longest).plus(KNOWN_BEFORE).isBefore(at);
    }

    /// A host cannot be spoken with; mail goes to its siblings.
    ///
    /// @param cell names the host
    /// @param cause what it did
    public void setAside(Instant at, Cell cell, @Nullable Stage stage, Cause cause, int reply) {
        var known =
                places.computeIfAbsent(
                        new Place(cell.party(), null, cell.mxHost()),
                        it -> new KnownPlace(cell, at));
        known.lastTried = at;
        if (known.asides == null) {
            known.asides = new Asides();
        }
        known.asides.begin(at, cause, stage, reply);
    }

    /// It answers again.
    public void usedAgain(Instant at, Cell cell) {
        var known = places.get(new Place(cell.party(), null, cell.mxHost()));
        if (known != null && known.asides != null) {
            known.asides.end(at);
        }
    }

    private KnownPlace count(
            Place place,
            Instant at,
            Cell cell,
            @Nullable Stage stage,
            @Nullable Cause cause,
            int reply,
            long session) {
        var known = places.computeIfAbsent(place, it -> new KnownPlace(cell, at));
        known.lastTried = at;
        var streak = known.streak;
        if (cause == null) {
            known.lastTaken = at;
            if (known.asides != null) {
                known.asides.took(at);
            }
            if (streak == null) {
                known.count(true);
            } else if (known.isOpen && !known.isTellingOfAsides) {
                streak.accepted(at);
                endIfOver(place, known, streak, at);
            } else {
                known.refused += streak.refusals;
                known.count(true);
                known.streak = null;
            }
            return known;
        }
        if (streak == null) {
            streak = known.streak = new Streak(at);
        }
        streak.refused(at, cause, stage, reply, session);
        if (cell.source() != null) {
            streak.sources.add(cell.source());
        }
        return known;
    }

    /// All attempts up to now are in.
    ///
    /// @return what opened or closed
    public List<IncidentChange> passed(Instant now) {
        gather(now);
        var forgotten = new ArrayList<Place>();
        for (var entry : List.copyOf(places.entrySet())) {
            var place = entry.getKey();
            var known = entry.getValue();
            var streak = known.streak;
            if (known.isTellingOfAsides || known.asides != null) {
                lookAtAsides(place, known, now);
            }
            if (streak == null || known.isTellingOfAsides) {
                // Nothing was refused.
            } else if (known.isOpen) {
                endIfOver(place, known, streak, now);
            } else if (isPart(place, known, streak, now)) {
                known.isOpen = true;
            } else if (isStanding(place, known, streak, now)) {
                known.isOpen = true;
                tell(What.OPENED, now, known, incidents.of(place, known, streak, now, null));
            }
            if (known.lastTried.plus(FORGOTTEN).isBefore(now)) {
                var voice = known.voice();
                if (known.isOpen && voice != null) {
                    end(place, known, voice, voice.last, now);
                }
                forgotten.add(place);
            }
        }
        forgotten.forEach(places::remove);
        endCollectives(now);
        var told = List.copyOf(changes);
        changes.clear();
        return told;
    }

    private void lookAtAsides(Place place, KnownPlace known, Instant now) {
        var asides = Objects.requireNonNull(known.asides);
        if (asides.isNow() && isNotNeeded(place, known, now)) {
            asides.end(known.lastTried.plus(PAUSE));
        }
        if (!known.isOpen && isLeftAlone(place, known, now)) {
            known.isOpen = true;
            known.isTellingOfAsides = true;
            tell(What.OPENED, now, known, incidents.of(place, known, asides.streak(), now, null));
        } else if (asides.areOver(now)) {
            if (known.isTellingOfAsides) {
                end(place, known, asides.streak(), asides.lastEnd(now), now);
            }
            known.asides = null;
        }
    }

    /// What stands still together.
    private void gather(Instant now) {
        var stalled = new LinkedHashMap<String, List<Place>>();
        places.forEach((place, known) -> {
            if (place.host() == null && known.part == null && isStalled(place, known, now)) {
                stalled.computeIfAbsent(key(place), _ -> new ArrayList<>()).add(place);
            }
        });
        stalled.forEach((key, found) -> {
            long tried = tried(key, now);
            if (collectives.containsKey(key)
                    || found.size() < Collective.LEAST
                    || found.size() < Collective.MOST * tried) {
                return;
            }
            var whole = Streak.of(found.stream().map(it -> streak(it)).toList());
            if (key.isEmpty() && !isNoSlip(found, whole, now)) {
                return;
            }
            var one = new Collective(found.getFirst().id(whole), whole.since);
            collectives.put(key, one);
            for (var place : found) {
                var known = Objects.requireNonNull(places.get(place));
                known.part = one;
                known.isOpen = true;
                one.join(place.party(), streak(place));
            }
            one.among(tried);
            changes.add(
                    new IncidentChange(What.OPENED, now, incidents.of(key, one, whole, now, null)));
        });
    }

    /// Whether names have been missing for long enough: one that is missing for hours and a resolver's bad moment are not.
    private boolean isNoSlip(List<Place> names, Streak whole, Instant now) {
        return !whole.since.plus(TOGETHER).isAfter(now)
                && names.stream()
                                .map(this::streak)
                                .filter(it -> !it.since.plus(KNOWN_BEFORE).isAfter(it.last))
                                .count()
                        >= ASKED_AGAIN;
    }

    private Streak streak(Place place) {
        return Objects.requireNonNull(Objects.requireNonNull(places.get(place)).streak);
    }

    private static String key(Place place) {
        return Objects.requireNonNullElse(place.source(), "");
    }

    private boolean isStalled(Place place, KnownPlace known, Instant now) {
        var streak = known.streak;
        return streak != null
                && streak.firstAccepted == null
                && known.lastTried.isAfter(now.minus(OF_LATE))
                && (place.source() == null
                        || streak.sessions >= 2 && !streak.since.plus(TOGETHER).isAfter(now))
                && isEstablished(place, known);
    }

    /// Receivers that a source tried of late; that anybody tried, for names.
    private long tried(String key, Instant now) {
        return places.entrySet().stream()
                .filter(it ->
                        it.getKey().source() != null
                                && (key.isEmpty() || key.equals(it.getKey().source()))
                                && it.getValue().lastTried.isAfter(now.minus(OF_LATE)))
                .map(it -> it.getKey().party())
                .distinct()
                .count();
    }

    /// Whether it joins what is told of already.
    private boolean isPart(Place place, KnownPlace known, Streak streak, Instant now) {
        var whole = place.host() == null ? collectives.get(key(place)) : null;
        if (whole == null || !isStalled(place, known, now)) {
            return false;
        }
        known.part = whole;
        whole.join(place.party(), streak);
        boolean wasEverywhere = whole.isEverywhere();
        whole.among(tried(key(place), now));
        if (!wasEverywhere && whole.isEverywhere() && place.source() != null) {
            var sum = Objects.requireNonNull(whole.sum());
            changes.add(
                    new IncidentChange(
                            What.CHANGED, now, incidents.of(key(place), whole, sum, now, null)));
        }
        return true;
    }

    private void endCollectives(Instant now) {
        for (var entry : List.copyOf(collectives.entrySet())) {
            var whole = entry.getValue();
            var last = whole.sum();
            if (!whole.isOver()) {
                continue;
            }
            collectives.remove(entry.getKey());
            places.values()
                    .forEach(known -> {
                        if (known.part == whole) {
                            known.part = null;
                            known.isOpen = false;
                            known.streak = null;
                        }
                    });
            var sum = last == null ? whole.latest() : last;
            changes.add(
                    new IncidentChange(
                            What.CLOSED,
                            now,
                            incidents.of(entry.getKey(), whole, sum, now, whole.ended(now))));
        }
    }

    /// Where nothing is tried, silence alone says nothing, unless a refusal is why nothing is.
    private boolean isStanding(Place place, KnownPlace known, Streak streak, Instant now) {
        boolean isRefused =
                streak.sessions >= SESSIONS
                        && !Duration.between(streak.since, streak.last).minus(LEAST).isNegative();
        boolean isClosed =
                streak.closedLane
                        && !Duration.between(streak.since, now).minus(CLOSED).isNegative();
        return (isRefused || isClosed) && isToBlame(place, known, streak, now) && hasRoom();
    }

    private boolean hasRoom() {
        return places.values().stream().filter(it -> it.isOpen).count() < MOST_OPEN;
    }

    private boolean isToBlame(Place place, KnownPlace known, Streak streak, Instant now) {
        return place.host() == null
                ? isEstablished(place, known) || siblingsTake(place, streak)
                : streak.last.isAfter(now.minus(LEAST))
                        && siblingsTake(place, streak)
                        && !isOfOneSource(place, streak);
    }

    /// Whether a host refused only one of several sources: then it is about the source.
    private boolean isOfOneSource(Place place, Streak streak) {
        return streak.sources.size() == 1
                && places.keySet().stream()
                                .filter(it ->
                                        it.source() != null && it.party().equals(place.party()))
                                .count()
                        > 1;
    }

    /// Where several hosts of a receiver are set aside alike, it is not the hosts: the receiver is out, or a source of ours cannot connect.
    private boolean isLeftAlone(Place place, KnownPlace known, Instant now) {
        var aside = known.aside(now);
        int times = known.timesAside(now);
        if (aside.compareTo(ASIDE) < 0 && times < OFTEN || !hasRoom() || !known.isAside()) {
            return false;
        }
        boolean hasTaker = false;
        for (var entry : places.entrySet()) {
            if (entry.getKey().isSibling(place)) {
                var sibling = entry.getValue();
                if (sibling.aside(now).compareTo(aside.dividedBy(3)) > 0
                        || sibling.timesAside(now) * 3 > times) {
                    return false;
                }
                hasTaker |= sibling.lastTaken.isAfter(now.minus(QUIET));
            }
        }
        return hasTaker;
    }

    /// Whether siblings take mail, and nobody tries it though it might have been for long.
    private boolean isNotNeeded(Place place, KnownPlace known, Instant now) {
        var unheard = known.lastTried.plus(UNHEARD);
        return now.isAfter(unheard)
                && places.entrySet().stream()
                        .anyMatch(it ->
                                it.getKey().isSibling(place)
                                        && it.getValue().lastTaken.isAfter(unheard));
    }

    /// Whether mail was taken here before; where no name is found, by whatever way.
    private boolean isEstablished(Place place, KnownPlace known) {
        return place.source() != null
                ? known.accepted >= ESTABLISHED
                : places.entrySet().stream()
                        .anyMatch(it ->
                                it.getKey().source() != null
                                        && it.getKey().party().equals(place.party())
                                        && it.getValue().accepted >= ESTABLISHED);
    }

    /// A host is to blame only while others of the receiver take mail.
    private boolean siblingsTake(Place place, Streak streak) {
        return places.entrySet().stream()
                .anyMatch(it ->
                        it.getKey().isSibling(place)
                                && it.getValue().lastTaken.isAfter(streak.since));
    }

    private void endIfOver(Place place, KnownPlace known, Streak streak, Instant now) {
        var first = streak.firstAccepted;
        if (first != null && (streak.accepted >= TAKEN || now.isAfter(streak.last.plus(QUIET)))) {
            end(place, known, streak, first, now);
        }
    }

    private void end(Place place, KnownPlace known, Streak streak, Instant at, Instant now) {
        known.isOpen = false;
        known.isTellingOfAsides = false;
        known.streak = null;
        var whole = known.part;
        if (whole != null) {
            known.part = null;
            whole.leave(place.party(), at);
            known.accepted += streak.accepted;
            return;
        }
        tell(What.CLOSED, now, known, incidents.of(place, known, streak, now, at));
        known.accepted += streak.accepted;
    }

    private void tell(What what, Instant now, KnownPlace known, Incident incident) {
        known.told = incident;
        changes.add(new IncidentChange(what, now, incident));
    }

    /// Those that are open, as they are now.
    public List<Incident> open(Instant now) {
        var open = new ArrayList<Incident>();
        collectives.forEach((key, whole) -> {
            var sum = whole.sum();
            if (sum != null) {
                open.add(incidents.of(key, whole, sum, now, null));
            }
        });
        places.forEach((place, known) -> {
            var voice = known.voice();
            if (known.isOpen && voice != null && known.part == null) {
                open.add(incidents.of(place, known, voice, now, null));
            }
        });
        return open;
    }
}
