package org.restante.insight.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells what stands still as an incident: its scope, likely cause, evidence and clean siblings.
final class StandstillIncidents {
    private static final int SIBLINGS = 3;

    /// What share of attempts was refused before, about, where single lanes were each well.
    private static final double LITTLE = .01;

    private final Places places;

    /// @param places all that are known, as they change
    StandstillIncidents(Places places) {
        this.places = places;
    }

    /// What stands still together.
    ///
    /// @param source empty for names
    /// @param until when it ended; null while it is open
    Incident of(
            String source, Collective whole, Streak streak, Instant now, @Nullable Instant until) {
        var siblings = source.isEmpty() ? List.<Evidence>of() : siblings(source, streak);
        boolean isNamed = !siblings.isEmpty();
        boolean isEverywhere = source.isEmpty() || whole.isEverywhere();
        var shape =
                new Shape(
                        isEverywhere ? Shape.Span.ALL : Shape.Span.MANY,
                        isNamed,
                        false,
                        false,
                        true,
                        false);
        // A source that is down everywhere is down at many.
        var asMany = isNamed ? new Shape(Shape.Span.MANY, true, false, false, true, false) : shape;
        var opinion = Opinion.of(streak.mixture(), asMany, 1);
        var first = opinion.first();
        var diagnosis = first.signature().diagnosis();
        var advice = Advice.on(diagnosis);
        return new Incident(
                whole.id,
                whole.since,
                until,
                new IncidentScope(
                        null,
                        null,
                        null,
                        isNamed ? source : null,
                        null,
                        streak.stage(),
                        isEverywhere ? List.of() : whole.parties()),
                streak.cause(),
                diagnosis,
                first.probability() * sure(streak),
                1,
                LITTLE,
                streak.refusals,
                streak.refusals,
                Severity.PAUSE,
                evidence(streak, siblings, 0),
                opinion.alternatives(sure(streak)),
                advice.next(),
                advice.steps());
    }

    /// Other sources that got something through since, anywhere.
    private List<Evidence> siblings(String source, Streak streak) {
        var taken = new LinkedHashMap<String, double[]>();
        places.forEach((place, known) -> {
            if (place.source() != null
                    && !place.source().equals(source)
                    && known.streak == null
                    && known.lastTaken.isAfter(streak.since)) {
                var counts = taken.computeIfAbsent(place.source(), _ -> new double[2]);
                counts[0] += known.refused;
                counts[1] += known.accepted + known.refused;
            }
        });
        return taken.entrySet().stream()
                .limit(SIBLINGS)
                .<Evidence>map(it ->
                        new Evidence.CleanSibling(
                                Dimension.SOURCE,
                                it.getKey(),
                                Math.round(it.getValue()[0]),
                                Math.round(it.getValue()[1])))
                .toList();
    }

    /// What stands still at one place.
    ///
    /// @param until when it ended; null while it is open
    Incident of(
            Place place, KnownPlace known, Streak streak, Instant now, @Nullable Instant until) {
        var siblings = siblings(place, streak, now);
        var told = known.told;
        var id = place.id(streak);
        boolean isNamed =
                told != null && told.id().equals(id)
                        ? told.scope().source() != null
                        : place.source() != null && !siblings.isEmpty();
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
                opinion.alternatives(sure(streak)),
                advice.next(),
                advice.steps());
    }

    /// Three connections may be chance, ten are not.
    private static double sure(Streak streak) {
        return 1 - Math.pow(.5, streak.sessions);
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
                            && known.lastTaken.isAfter(streak.since.minus(Places.OF_LATE))
                            && known.lastTaken.isAfter(now.minus(Places.OF_LATE));
            if (other.isSibling(place) && isClean && clean.size() < SIBLINGS) {
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
