package org.restante.app.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Severity;

/// What was told of one incident, from the notice that it is open to the one that it is over.
///
/// @param told false where somebody had seen it before anybody was told
/// @param severity the gravest told
/// @param reach receivers at most told; [Integer#MAX_VALUE] for all
/// @param rate the greatest share of refusals told
/// @param at when something was told last
/// @param notices so far
/// @param review when somebody wants to be reminded
/// @param reminded the review time that was told last
record Story(
        String incident,
        boolean told,
        Severity severity,
        int reach,
        double rate,
        Instant at,
        int notices,
        @Nullable Instant review,
        @Nullable Instant reminded) {
    Story reviewing(@Nullable Instant next, @Nullable Instant last) {
        return new Story(incident, told, severity, reach, rate, at, notices, next, last);
    }
}
