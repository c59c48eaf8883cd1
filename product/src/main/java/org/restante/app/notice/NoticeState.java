package org.restante.app.notice;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What is remembered of one `[[notify]]`.
///
/// @param stories that are not over
/// @param told when the latest notices were
/// @param unsent mail that was not taken yet
record NoticeState(List<Story> stories, List<Instant> told, List<Unsent> unsent) {
    static final NoticeState NOTHING = new NoticeState(List.of(), List.of(), List.of());

    NoticeState {
        stories = List.copyOf(stories);
        told = List.copyOf(told);
        unsent = List.copyOf(unsent);
    }

    /// Mail that the queue did not take.
    ///
    /// @param to the address
    record Unsent(UUID id, String to, String subject, String text, Instant since) {}
}
