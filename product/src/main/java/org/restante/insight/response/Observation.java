package org.restante.insight.response;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.meaning.verdict.Cause;

/// What was seen at a lane or in an incident, as far as the protocol weighs it.
///
/// @param messages messages tried, each once, canaries left out
/// @param refused messages refused, each once, by cause
/// @param lasting since the first of the refusals
/// @param minimumPause the longest pause that a rule behind these refusals demands, null when none does
/// @param underMinimumPause messages refused by such a rule
public record Observation(
        long messages,
        Map<Cause, Long> refused,
        Duration lasting,
        @Nullable Duration minimumPause,
        long underMinimumPause) {
    public Observation {
        refused = Map.copyOf(refused);
    }

    /// An observation of refusals none of whose rules demands a pause.
    public static Observation of(long messages, Map<Cause, Long> refused, Duration lasting) {
        return new Observation(messages, refused, lasting, null, 0);
    }

    /// What an incident tells: its causes, shared out over the messages it refused.
    public static Observation of(
            Incident incident,
            Instant now,
            @Nullable Duration minimumPause,
            long underMinimumPause) {
        long tried = incident.attempts();
        long concerned = incident.refusals();
        var causes = new EnumMap<Cause, Long>(Cause.class);
        for (var evidence : incident.evidence()) {
            if (evidence instanceof Evidence.Messages(var refused, var of)) {
                concerned = refused;
                tried = of;
            }
        }
        for (var evidence : incident.evidence()) {
            if (evidence instanceof Evidence.Causes(var counts)) {
                for (var count : counts) {
                    causes.put(
                            count.cause(),
                            Math.round(
                                    (double) count.refusals()
                                            * concerned
                                            / Math.max(1, incident.refusals())));
                }
            }
        }
        var end = incident.until() == null ? now : incident.until();
        return new Observation(
                tried,
                causes,
                Duration.between(incident.since(), end),
                minimumPause,
                underMinimumPause);
    }
}
