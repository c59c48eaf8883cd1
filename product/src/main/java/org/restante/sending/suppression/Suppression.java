package org.restante.sending.suppression;

import java.time.Instant;
import java.util.Optional;

/// An entry of the list.
///
/// @param reason for people; may be empty
/// @param until empty for ever
public record Suppression(
        Suppressed who, Origin origin, String reason, Instant since, Optional<Instant> until) {
    private static final int LONGEST_REASON = 500;

    public Suppression {
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }

    public boolean isOver(Instant now) {
        return until.filter(end -> !end.isAfter(now)).isPresent();
    }

    /// Why, in a line.
    public String words() {
        var said = reason.lines().findFirst().orElse("").strip();
        return origin.word() + (said.isEmpty() ? "" : ": " + said);
    }
}
