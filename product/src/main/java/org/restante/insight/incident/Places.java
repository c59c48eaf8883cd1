package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where mail goes, and what is known of each such place and of its siblings. Of too many the one is forgotten that was tried longest ago, but none
/// of which an incident is told. One thread's.
final class Places {
    static final Duration OF_LATE = Duration.ofHours(1);

    static final int MOST = 8_192;

    /// A place counts from so many taken, or when a sibling takes mail: a dead domain is no incident.
    private static final int ESTABLISHED = 5;

    /// In the order in which they were tried.
    private final LinkedHashMap<Place, KnownPlace> all = new LinkedHashMap<>();

    private final Map<String, Set<Place>> ofParty = new HashMap<>();

    /// What is known of a place that is tried now.
    KnownPlace tried(Place place, Cell cell, Instant at) {
        var known = all.get(place);
        if (known == null) {
            known = new KnownPlace(cell, at);
            ofParty.computeIfAbsent(place.party(), _ -> new LinkedHashSet<>()).add(place);
        }
        known.lastTried = at;
        all.putLast(place, known);
        if (all.size() > MOST) {
            all.entrySet().stream()
                    .filter(it -> !it.getValue().isOpen)
                    .findFirst()
                    .ifPresent(it -> forget(it.getKey()));
        }
        return known;
    }

    @Nullable KnownPlace get(Place place) {
        return all.get(place);
    }

    void forget(Place place) {
        all.remove(place);
        ofParty.computeIfPresent(
                place.party(),
                (_, those) -> {
                    those.remove(place);
                    return those.isEmpty() ? null : those;
                });
    }

    void forEach(BiConsumer<Place, KnownPlace> action) {
        all.forEach(action);
    }

    /// As they are now, to be changed while one goes through them.
    List<Map.Entry<Place, KnownPlace>> list() {
        return List.copyOf(all.entrySet());
    }

    /// What stands still there; something must.
    Streak streak(Place place) {
        return Objects.requireNonNull(Objects.requireNonNull(all.get(place)).streak);
    }

    long open() {
        return all.values().stream().filter(it -> it.isOpen).count();
    }

    /// Receivers that were tried of late.
    ///
    /// @param source by which; by any where it is empty
    long receivers(String source, Instant now) {
        return all.entrySet().stream()
                .filter(it ->
                        it.getKey().source() != null
                                && (source.isEmpty() || source.equals(it.getKey().source()))
                                && it.getValue().lastTried.isAfter(now.minus(OF_LATE)))
                .map(it -> it.getKey().party())
                .distinct()
                .count();
    }

    /// Others of the same receiver and kind.
    Stream<KnownPlace> siblings(Place place) {
        return ofParty.getOrDefault(place.party(), Set.of()).stream()
                .filter(it -> it.isSibling(place))
                .map(it -> Objects.requireNonNull(all.get(it)));
    }

    /// The sources by which its receiver is known.
    private Stream<Place> sources(Place place) {
        return ofParty.getOrDefault(place.party(), Set.of()).stream()
                .filter(it -> it.source() != null);
    }

    boolean hasSeveralSources(Place place) {
        return sources(place).limit(2).count() > 1;
    }

    /// Whether mail was taken here before; where no name is found, by whatever way.
    boolean isEstablished(Place place, KnownPlace known) {
        return place.source() != null
                ? known.accepted >= ESTABLISHED
                : sources(place)
                        .anyMatch(
                                it -> Objects.requireNonNull(all.get(it)).accepted >= ESTABLISHED);
    }

    boolean siblingsTookSince(Place place, Instant since) {
        return siblings(place).anyMatch(it -> it.lastTaken.isAfter(since));
    }
}
