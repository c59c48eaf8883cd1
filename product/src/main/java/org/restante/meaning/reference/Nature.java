package org.restante.meaning.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Scope;

/// The typed part of a page, in the words that verdicts use.
///
/// @param category the subject of RFC 3463 or of the trade: `address`, `mailbox`, `system`, `network`, `protocol`, `content`, `security` …
/// @param cause what it most often is; null for success
/// @param scope whom it most often concerns; null for success
/// @param why where the class is not what the first digit says: the reason
public record Nature(
        CodeClass codeClass,
        Severity severity,
        String category,
        @Nullable Cause cause,
        @Nullable Scope scope,
        List<NextStep> next,
        @Nullable String why) {
    public Nature {
        next = List.copyOf(next);
    }
}
