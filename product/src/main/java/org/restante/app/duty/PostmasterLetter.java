package org.restante.app.duty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Word;

/// A letter that somebody wrote to a postmaster about an incident, and what became of it. The server sends none by itself.
///
/// @param number counts within the incident, from 1
/// @param to an address, or the form of the receiver that was filled in
/// @param sentAt when it was sent last, for one that is written once more waits anew
/// @param changedAt when its state was told last
/// @param dueAt when an unanswered one asks for attention
/// @param ticket the receiver's or one's own number for it
/// @param note what was remarked last
public record PostmasterLetter(
        int number,
        String to,
        State state,
        Instant sentAt,
        String sentBy,
        Instant changedAt,
        String changedBy,
        Instant dueAt,
        @Nullable String ticket,
        @Nullable String note) {
    /// What became of it.
    public enum State implements Word {
        /// Nobody has answered.
        SENT,
        ANSWERED,
        /// Nothing more is expected of it.
        CLOSED
    }

    public boolean isUnanswered() {
        return state == State.SENT;
    }

    /// Who has it, and its number where there is one.
    String words() {
        return to + (ticket == null ? "" : " (ticket " + ticket + ")");
    }
}
