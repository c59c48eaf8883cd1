package org.restante.meaning.verdict;

import java.util.List;

/// What a code means when no words say more.
///
/// @param key `status/4.7.0`, `status/x.7.1` (either class), `status/x.7` (any detail), `code/421`, `class/4`, `trouble/dns`;
///     `bare/450 4.7.1` (a reply of nothing but these codes); `@stage` behind a code for one stage alone
/// @param next empty for what the cause usually asks
public record Fallback(
        String key, Cause cause, Scope scope, List<NextStep> next, String explanation) {
    public Fallback {
        next = List.copyOf(next);
    }
}
