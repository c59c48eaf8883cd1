package org.restante.insight.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;

/// More refusals of one kind than usual, in one scope, over one stretch of time.
///
/// @param id made of the scope and the onset first reported; it stays while the incident lives
/// @param until null when it was still open at the end
/// @param cause of the refusals, as far as their texts and the scope tell
/// @param confidence from 0 to 1: of the diagnosis, and of the scope against the next best one
/// @param refusalRate refusals of this incident's kind ÷ attempts in the scope since the onset
/// @param baselineRate what `refusalRate` was before, or at the siblings when there was no before
/// @param next in order of importance
/// @param steps the same for people, one sentence each
public record Incident(
        String id,
        Instant since,
        @Nullable Instant until,
        IncidentScope scope,
        Cause cause,
        Diagnosis diagnosis,
        double confidence,
        double refusalRate,
        double baselineRate,
        long attempts,
        long refusals,
        Severity severity,
        List<Evidence> evidence,
        List<Alternative> alternatives,
        List<NextStep> next,
        List<String> steps) {
    public Incident {
        evidence = List.copyOf(evidence);
        alternatives = List.copyOf(alternatives);
        next = List.copyOf(next);
        steps = List.copyOf(steps);
    }

    /// The rate the contract calls `deferral_rate`: refused attempts of the incident's kind, those given up included.
    public double deferralRate() {
        return refusalRate;
    }

    /// One line: what, where, how much, how sure.
    public String headline() {
        return String.format(
                Locale.ROOT,
                "%s at %s: %.0f %% of %s refused (%s), confidence %.0f %%",
                diagnosis.word(),
                scope.words(),
                100 * refusalRate,
                tries(),
                usually(),
                100 * confidence);
    }

    /// What was refused in its scope before, in words that stand behind a share: `usually 0.5 %`, `before: 0 of 19`.
    public String usually() {
        return evidence.stream()
                .filter(Evidence.Before.class::isInstance)
                .map(it -> ((Evidence.Before) it).words())
                .findFirst()
                .orElseGet(() -> "usually " + Evidence.percent(baselineRate));
    }

    /// Its attempts in words.
    public String tries() {
        return attempts == 1 ? "1 attempt" : String.format(Locale.ROOT, "%,d attempts", attempts);
    }

    /// The same under another id, as when it goes on after a restart.
    public Incident under(String other) {
        return with(other, until);
    }

    /// The same, over since then.
    public Incident endedAt(Instant end) {
        return with(id, end);
    }

    private Incident with(String otherId, @Nullable Instant end) {
        return new Incident(
                otherId,
                since,
                end,
                scope,
                cause,
                diagnosis,
                confidence,
                refusalRate,
                baselineRate,
                attempts,
                refusals,
                severity,
                evidence,
                alternatives,
                next,
                steps);
    }
}
