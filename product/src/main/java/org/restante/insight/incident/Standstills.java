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
/// A host that cannot be spoken with is set aside before any message meets its refusal: its siblings take the mail, so that no attempt
/// tells of it. It is an incident when it was set aside for [#ASIDE] of the last quarter of an hour, and its siblings were not.
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

    /// A place counts from so many taken, or when a sibling takes mail: a dead domain is no incident.
    private static final int ESTABLISHED = 5;

    private static final int MOST_OPEN = 24;

    /// A lane without any attempt for so long is forgotten.
    private static final Duration FORGOTTEN = Duration.ofHours(30);

    private static final Duration OF_LATE = Duration.ofHours(1);
    private static final int MOST_PLACES = 8_192;
    private static final int SIBLINGS = 3;

    /// Where: by source or by host, the other null.
    private record Place(String party, @Nullable String source, @Nullable String host) {}

    /// What is known of a place. The counts fade by halves.
    private static final class Known {
        final @Nullable String provider;
        final String site;
        double accepted;
        double refused;
        Instant lastTaken = Instant.MIN;
        Instant lastTried;
        @Nullable Streak streak;
        @Nullable Incident told;
        boolean isOpen;

        /// When it was set aside; null where it never was.
        @Nullable Asides asides;

        Known(Cell cell, Instant at) {
            provider = cell.provider();
            site = cell.site();
            lastTried = at;
        }

        /// What share was refused before; at least one in a hundred may be.
        double usual() {
            return (refused + .05) / (accepted + refused + 5);
        }

        /// Whether it was set aside a while ago at most, so that what it takes meanwhile does not say that it is well.
        boolean isUnsettled(Instant now) {
            return asides != null && !asides.areOver(now);
        }

        Duration aside(Instant now) {
            return asides == null ? Duration.ZERO : asides.within(now);
        }

        void count(boolean taken) {
            accepted += taken ? 1 : 0;
            refused += taken ? 0 : 1;
            if (accepted + refused > 2_000) {
                accepted /= 2;
                refused /= 2;
            }
        }
    }

    private final Map<Place, Known> places =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Place, Known> eldest) {
                    return size() > MOST_PLACES;
                }
            };
    private final List<IncidentChange> changes = new ArrayList<>();

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

    /// A host cannot be spoken with; mail goes to its siblings.
    ///
    /// @param cell names the host
    /// @param cause what it did
    public void setAside(Instant at, Cell cell, @Nullable Stage stage, Cause cause, int reply) {
        var known =
                places.computeIfAbsent(
                        new Place(cell.party(), null, cell.mxHost()), it -> new Known(cell, at));
        known.lastTried = at;
        if (known.asides == null) {
            known.asides = new Asides();
        }
        known.asides.begin(at);
        if (known.streak == null) {
            known.streak = new Streak(at);
        }
        known.streak.refused(at, cause, stage, reply, 0);
    }

    /// It answers again.
    public void usedAgain(Instant at, Cell cell) {
        var known = places.get(new Place(cell.party(), null, cell.mxHost()));
        if (known != null && known.asides != null) {
            known.asides.end(at);
        }
    }

    private Known count(
            Place place,
            Instant at,
            Cell cell,
            @Nullable Stage stage,
            @Nullable Cause cause,
            int reply,
            long session) {
        var known = places.computeIfAbsent(place, it -> new Known(cell, at));
        known.lastTried = at;
        var streak = known.streak;
        if (cause == null) {
            known.lastTaken = at;
            if (known.asides != null) {
                known.asides.took(at);
            }
            if (streak == null) {
                known.count(true);
            } else if (known.isOpen) {
                streak.accepted(at);
                endIfOver(place, known, streak, at);
            } else if (!known.isUnsettled(at)) {
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
        return known;
    }

    /// All attempts up to now are in.
    ///
    /// @return what opened or closed
    public List<IncidentChange> passed(Instant now) {
        var forgotten = new ArrayList<Place>();
        for (var entry : List.copyOf(places.entrySet())) {
            var place = entry.getKey();
            var known = entry.getValue();
            var streak = known.streak;
            if (streak != null && known.isOpen) {
                endIfOver(place, known, streak, now);
            } else if (streak != null && isStanding(place, known, streak, now)) {
                known.isOpen = true;
                if (!known.isUnsettled(now)) {
                    known.asides = null;
                }
                tell(What.OPENED, now, known, incident(place, known, streak, now, null));
            }
            if (known.lastTried.plus(FORGOTTEN).isBefore(now)) {
                if (known.isOpen && streak != null) {
                    end(place, known, streak, streak.last, now);
                }
                forgotten.add(place);
            }
        }
        forgotten.forEach(places::remove);
        var told = List.copyOf(changes);
        changes.clear();
        return told;
    }

    /// Where nothing is tried, silence alone says nothing, unless a refusal is why nothing is.
    private boolean isStanding(Place place, Known known, Streak streak, Instant now) {
        boolean isRefused =
                streak.sessions >= SESSIONS
                        && !Duration.between(streak.since, streak.last).minus(LEAST).isNegative();
        boolean isClosed =
                streak.closedLane
                        && !Duration.between(streak.since, now).minus(CLOSED).isNegative();
        return (isRefused || isClosed)
                        && !known.isUnsettled(now)
                        && isToBlame(place, known, streak)
                        && hasRoom()
                || isLeftAlone(place, known, now) && hasRoom();
    }

    private boolean hasRoom() {
        return places.values().stream().filter(it -> it.isOpen).count() < MOST_OPEN;
    }

    private boolean isToBlame(Place place, Known known, Streak streak) {
        return place.host() == null && known.accepted >= ESTABLISHED || siblingsTake(place, streak);
    }

    /// Where several hosts of a receiver are set aside alike, it is not the hosts: the receiver is out, or a source of ours cannot connect.
    private boolean isLeftAlone(Place place, Known known, Instant now) {
        var aside = known.aside(now);
        return aside.compareTo(ASIDE) >= 0
                && places.entrySet().stream()
                        .anyMatch(it ->
                                isSibling(it.getKey(), place)
                                        && it.getValue().lastTaken.isAfter(now.minus(QUIET)))
                && places.entrySet().stream()
                        .filter(it -> isSibling(it.getKey(), place))
                        .noneMatch(
                                it -> it.getValue().aside(now).compareTo(aside.dividedBy(3)) > 0);
    }

    /// A host is to blame only while others of the receiver take mail.
    private boolean siblingsTake(Place place, Streak streak) {
        return places.entrySet().stream()
                .anyMatch(it ->
                        isSibling(it.getKey(), place)
                                && it.getValue().lastTaken.isAfter(streak.since));
    }

    private static boolean isSibling(Place one, Place other) {
        return one.party().equals(other.party())
                && !one.equals(other)
                && (one.host() == null) == (other.host() == null);
    }

    private void endIfOver(Place place, Known known, Streak streak, Instant now) {
        if (known.isUnsettled(now)) {
            return;
        }
        if (known.asides != null) {
            end(place, known, streak, known.asides.lastEnd(now), now);
            return;
        }
        var first = streak.firstAccepted;
        if (first != null && (streak.accepted >= TAKEN || now.isAfter(streak.last.plus(QUIET)))) {
            end(place, known, streak, first, now);
        }
    }

    private void end(Place place, Known known, Streak streak, Instant at, Instant now) {
        known.isOpen = false;
        known.streak = null;
        known.asides = null;
        tell(What.CLOSED, now, known, incident(place, known, streak, now, at));
        known.accepted += streak.accepted;
    }

    private void tell(What what, Instant now, Known known, Incident incident) {
        known.told = incident;
        changes.add(new IncidentChange(what, now, incident));
    }

    /// Those that are open, as they are now.
    public List<Incident> open(Instant now) {
        var open = new ArrayList<Incident>();
        places.forEach((place, known) -> {
            if (known.isOpen && known.streak != null) {
                open.add(incident(place, known, known.streak, now, null));
            }
        });
        return open;
    }

    private Incident incident(
            Place place, Known known, Streak streak, Instant now, @Nullable Instant until) {
        var siblings = siblings(place, streak, now);
        var told = known.told;
        var id = id(place, streak);
        boolean isNamed =
                told != null && told.id().equals(id)
                        ? told.scope().source() != null
                        : place.host() == null && !siblings.isEmpty();
        var shape =
                new Shape(
                        Shape.Span.ONE,
                        isNamed,
                        false,
                        place.host() != null,
                        !siblings.isEmpty() || place.host() != null,
                        false);
        var opinion = Opinion.of(streak.mixture(), shape, 1);
        var first = opinion.first();
        var diagnosis = first.signature().diagnosis();
        var advice = Advice.on(diagnosis);
        var scope =
                new IncidentScope(
                        known.provider,
                        known.provider == null ? known.site : null,
                        place.host(),
                        isNamed ? place.source() : null,
                        null,
                        streak.stage(),
                        List.of(place.party()));
        long taken = until == null ? streak.accepted : 0;
        return new Incident(
                id,
                streak.since,
                until,
                scope,
                streak.cause(),
                diagnosis,
                first.probability() * sure(streak),
                (double) streak.refusals / (streak.refusals + taken),
                known.usual(),
                streak.refusals + taken,
                streak.refusals,
                place.host() == null ? Severity.PAUSE : Severity.OBSERVE,
                evidence(streak, siblings, taken),
                opinion.alternatives(),
                advice.next(),
                advice.steps());
    }

    /// Three connections may be chance, ten are not.
    private static double sure(Streak streak) {
        return 1 - Math.pow(.5, streak.sessions);
    }

    private static String id(Place place, Streak streak) {
        long hash = 0xCBF29CE484222325L;
        var words = place + "@" + streak.since.toEpochMilli();
        for (int i = 0; i < words.length(); i++) {
            hash = (hash ^ words.charAt(i)) * 0x100000001B3L;
        }
        return "%012x".formatted(hash >>> 16);
    }

    private static List<Evidence> evidence(Streak streak, List<Evidence> siblings, long taken) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(new Evidence.Onset(streak.since, false));
        evidence.add(new Evidence.Inside(streak.refusals, streak.refusals + taken));
        evidence.addAll(siblings);
        var stage = streak.stage();
        if (stage != null) {
            evidence.add(
                    new Evidence.AtStage(
                            stage,
                            (double) streak.stages.getOrDefault(stage, 0L) / streak.refusals));
        }
        evidence.add(streak.causesTold());
        var said = streak.said();
        if (said != null) {
            evidence.add(said);
        }
        return evidence;
    }

    /// Other sources, or hosts, of this receiver that got something through since.
    private List<Evidence> siblings(Place place, Streak streak, Instant now) {
        var clean = new ArrayList<Evidence>();
        places.forEach((other, known) -> {
            boolean isClean =
                    known.streak == null
                            && known.lastTaken.isAfter(streak.since.minus(OF_LATE))
                            && known.lastTaken.isAfter(now.minus(OF_LATE));
            if (isSibling(other, place) && isClean && clean.size() < SIBLINGS) {
                clean.add(
                        new Evidence.CleanSibling(
                                place.host() == null ? Dimension.SOURCE : Dimension.MX_HOST,
                                Objects.requireNonNullElse(
                                        other.host() == null ? other.source() : other.host(), ""),
                                Math.round(known.refused),
                                Math.round(known.accepted + known.refused)));
            }
        });
        return clean;
    }
}
