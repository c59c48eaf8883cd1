package org.restante.app.identity;

import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What a name was found to have, and what it may have since: one answer alone may be a server that lags behind.
///
/// @param known what is held to be so
/// @param perhaps what the latest answer said, where that is something else
record Twice(SortedSet<String> known, @Nullable SortedSet<String> perhaps) {
    static Twice of(SortedSet<String> known) {
        return new Twice(known, null);
    }

    /// After another answer.
    Twice heard(SortedSet<String> answer) {
        if (answer.equals(known)) {
            return of(known);
        }
        return answer.equals(perhaps) ? of(answer) : new Twice(known, answer);
    }

    /// What changed from this to that.
    Optional<DnsChange> change(String of, Twice next) {
        return next.known.equals(known)
                ? Optional.empty()
                : Optional.of(DnsChange.between(of, known, next.known));
    }

    boolean isInDoubt() {
        return perhaps != null;
    }
}
