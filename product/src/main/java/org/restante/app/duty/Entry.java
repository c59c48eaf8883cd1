package org.restante.app.duty;

import java.time.Instant;
import org.restante.meaning.verdict.Word;

/// One thing that happened to an incident.
///
/// @param actor `restante`, or who did it
/// @param words for people
public record Entry(Instant at, What what, String actor, String words) {
    /// The kind of thing.
    public enum What implements Word {
        OPENED,
        CHANGED,
        CLOSED,
        REOPENED,
        /// Something was changed at the server while it was open, or an hour before.
        DID,
        ACKNOWLEDGED,
        ASSIGNED,
        MUTED,
        UNMUTED,
        NOTED,
        /// Somebody wrote to a postmaster.
        LETTER_SENT,
        LETTER_ANSWERED,
        /// Nothing more is expected of a letter.
        LETTER_CLOSED,
        /// Somebody wanted to know whether something is mended.
        CHECKED,
        /// The response protocol would act, and waits for a person.
        SUGGESTED,
        ACTED,
        UNDONE,
        /// An act's time is over.
        ENDED,
        /// People were told of it.
        TOLD
    }
}
