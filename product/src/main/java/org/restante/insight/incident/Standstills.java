package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    static final Duration KNOWN_BEFORE = Duration.ofSeconds(30);

    /// A name that is missing is asked for again after so long, then at longer intervals.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    private static final int MOST_OPEN = 24;

    /// A lane without any attempt for so long is forgotten.
    private static final Duration FORGOTTEN = Duration.ofHours(30);

    private final Places places = new Places();
    private final StandstillIncidents incidents = new StandstillIncidents(places);
    private final List<IncidentChange> changes = new ArrayList<>();
    private final Collectives collectives = new Collectives(places, incidents, changes::add);

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
        var known = places.tried(new Place(cell.party(), null, cell.mxHost()), cell, at);
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
        var known = places.tried(place, cell, at);
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
        collectives.gather(now);
        var forgotten = new ArrayList<Place>();
        for (var entry : places.list()) {
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
            } else if (collectives.takesIn(place, known, streak, now)) {
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
        forgotten.forEach(places::forget);
        collectives.end(now);
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
        return places.open() < MOST_OPEN;
    }

    private boolean isToBlame(Place place, KnownPlace known, Streak streak, Instant now) {
        return place.host() == null
                ? places.isEstablished(place, known)
                        || places.siblingsTookSince(place, streak.since)
                : streak.last.isAfter(now.minus(LEAST))
                        && places.siblingsTookSince(place, streak.since)
                        && !isOfOneSource(place, streak);
    }

    /// Whether a host refused only one of several sources: then it is about the source.
    private boolean isOfOneSource(Place place, Streak streak) {
        return streak.sources.size() == 1 && places.hasSeveralSources(place);
    }

    /// Where several hosts of a receiver are set aside alike, it is not the hosts: the receiver is out, or a source of ours cannot connect.
    private boolean isLeftAlone(Place place, KnownPlace known, Instant now) {
        var aside = known.aside(now);
        int times = known.timesAside(now);
        if (aside.compareTo(ASIDE) < 0 && times < OFTEN || !hasRoom() || !known.isAside()) {
            return false;
        }
        var siblings = places.siblings(place).toList();
        boolean isOneOfMany =
                siblings.stream()
                        .anyMatch(it ->
                                it.aside(now).compareTo(aside.dividedBy(3)) > 0
                                        || it.timesAside(now) * 3 > times);
        return !isOneOfMany
                && siblings.stream().anyMatch(it -> it.lastTaken.isAfter(now.minus(QUIET)));
    }

    /// Whether siblings take mail, and nobody tries it though it might have been for long.
    private boolean isNotNeeded(Place place, KnownPlace known, Instant now) {
        var unheard = known.lastTried.plus(UNHEARD);
        return now.isAfter(unheard) && places.siblingsTookSince(place, unheard);
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
        var open = new ArrayList<>(collectives.open(now));
        places.forEach((place, known) -> {
            var voice = known.voice();
            if (known.isOpen && voice != null && known.part == null) {
                open.add(incidents.of(place, known, voice, now, null));
            }
        });
        return open;
    }
}
