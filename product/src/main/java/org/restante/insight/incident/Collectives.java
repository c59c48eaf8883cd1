package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.restante.insight.incident.IncidentChange.What;

/// What stands still together: a source at most receivers it tries, or names that the DNS does not give. One thread's.
final class Collectives {
    /// What stands still together for so long is told.
    static final Duration TOGETHER = Duration.ofMinutes(2);

    /// So many names must be missing twice.
    private static final int ASKED_AGAIN = 2;

    private final Places places;
    private final StandstillIncidents incidents;
    private final Consumer<IncidentChange> told;

    /// By source; empty for names.
    private final Map<String, Collective> open = new LinkedHashMap<>();

    /// @param told hears what opens, changes and closes
    Collectives(Places places, StandstillIncidents incidents, Consumer<IncidentChange> told) {
        this.places = places;
        this.incidents = incidents;
        this.told = told;
    }

    /// Finds those that begin.
    void gather(Instant now) {
        var stalled = new LinkedHashMap<String, List<Place>>();
        places.forEach((place, known) -> {
            if (place.host() == null && known.part == null && isStalled(place, known, now)) {
                stalled.computeIfAbsent(key(place), _ -> new ArrayList<>()).add(place);
            }
        });
        stalled.forEach((key, found) -> {
            if (!open.containsKey(key) && found.size() >= Collective.LEAST) {
                gather(key, found, now);
            }
        });
    }

    private void gather(String key, List<Place> found, Instant now) {
        long tried = places.receivers(key, now);
        var whole = Streak.of(found.stream().map(places::streak).toList());
        if (found.size() < Collective.MOST * tried
                || key.isEmpty() && !isNoSlip(found, whole, now)) {
            return;
        }
        var one = new Collective(found.getFirst().id(whole), whole.since);
        open.put(key, one);
        for (var place : found) {
            var known = Objects.requireNonNull(places.get(place));
            known.part = one;
            known.isOpen = true;
            one.join(place.party(), places.streak(place));
        }
        one.among(tried);
        told.accept(new IncidentChange(What.OPENED, now, incidents.of(key, one, whole, now, null)));
    }

    /// Whether names have been missing for long enough: one that is missing for hours and a resolver's bad moment are not.
    private boolean isNoSlip(List<Place> names, Streak whole, Instant now) {
        return !whole.since.plus(TOGETHER).isAfter(now)
                && names.stream()
                                .map(places::streak)
                                .filter(it ->
                                        !it.since.plus(Standstills.KNOWN_BEFORE).isAfter(it.last))
                                .count()
                        >= ASKED_AGAIN;
    }

    private static String key(Place place) {
        return Objects.requireNonNullElse(place.source(), "");
    }

    private boolean isStalled(Place place, KnownPlace known, Instant now) {
        var streak = known.streak;
        return streak != null
                && streak.firstAccepted == null
                && known.lastTried.isAfter(now.minus(Places.OF_LATE))
                && (place.source() == null
                        || streak.sessions >= 2 && !streak.since.plus(TOGETHER).isAfter(now))
                && places.isEstablished(place, known);
    }

    /// Takes in what stands still like one of those that are open.
    ///
    /// @return whether there is such a one
    boolean takesIn(Place place, KnownPlace known, Streak streak, Instant now) {
        var whole = place.host() == null ? open.get(key(place)) : null;
        if (whole == null || !isStalled(place, known, now)) {
            return false;
        }
        known.part = whole;
        whole.join(place.party(), streak);
        boolean wasEverywhere = whole.isEverywhere();
        whole.among(places.receivers(key(place), now));
        if (!wasEverywhere && whole.isEverywhere() && place.source() != null) {
            var sum = Objects.requireNonNull(whole.sum());
            told.accept(
                    new IncidentChange(
                            What.CHANGED, now, incidents.of(key(place), whole, sum, now, null)));
        }
        return true;
    }

    /// Ends those that are over; what is left of them is told of by itself.
    void end(Instant now) {
        for (var entry : List.copyOf(open.entrySet())) {
            var whole = entry.getValue();
            if (!whole.isOver()) {
                continue;
            }
            open.remove(entry.getKey());
            var last = whole.sum();
            places.forEach((_, known) -> {
                if (known.part == whole) {
                    known.part = null;
                    known.isOpen = false;
                    known.streak = null;
                }
            });
            var sum = last == null ? whole.latest() : last;
            told.accept(
                    new IncidentChange(
                            What.CLOSED,
                            now,
                            incidents.of(entry.getKey(), whole, sum, now, whole.ended(now))));
        }
    }

    /// Those that are open, as they are now.
    List<Incident> open(Instant now) {
        var all = new ArrayList<Incident>();
        open.forEach((key, whole) -> {
            var sum = whole.sum();
            if (sum != null) {
                all.add(incidents.of(key, whole, sum, now, null));
            }
        });
        return all;
    }
}
