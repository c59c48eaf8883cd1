package org.restante.app.hooks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.record.journal.JournalPlace;

/// What a hook remembers.
///
/// @param to a sum of the address; the address itself may be a secret
/// @param place all events before it are taken, dead or among the letters; null at the beginning of a journal
/// @param gone what the hook said when it wanted no more
/// @param letters to be tried again, or put in by hand
/// @param whose a sum of who is told what: [HookSettings#whose]; null where it was written before there was such a sum
record HookState(
        String to,
        @Nullable JournalPlace place,
        @Nullable String gone,
        List<Letter> letters,
        @Nullable String whose) {
    HookState {
        letters = List.copyOf(letters);
    }

    HookState(
            String to, @Nullable JournalPlace place, @Nullable String gone, List<Letter> letters) {
        this(to, place, gone, letters, null);
    }

    HookState of(String other) {
        return new HookState(to, place, gone, letters, other);
    }

    HookState withoutLetters() {
        return new HookState(to, place, gone, List.of(), whose);
    }
}
