package org.restante.app.notice;

import java.util.UUID;
import org.restante.app.duty.Case;
import org.restante.meaning.verdict.Word;

/// Something that people are to be told of an incident.
///
/// @param id the same when it is told once more after a crash
record Notice(UUID id, Kind kind, Case one) {
    /// Where in the story of an incident it stands.
    enum Kind implements Word {
        OPENED("is open"),
        WORSENED("got worse"),
        CLOSED("is over"),
        REVIEW("is to be looked at again");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// What follows "an incident".
        String words() {
            return words;
        }
    }
}
