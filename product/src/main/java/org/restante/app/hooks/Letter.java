package org.restante.app.hooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One payload for one hook, on its way or dead.
///
/// @param id the header `webhook-id`; the same at each try, and for an event the event's
/// @param type what it tells of: the word of a [HookEvent], or of a notice
/// @param body as it is sent
/// @param tries made so far
/// @param since when it was first to be sent
/// @param due when it is tried next; of a dead one, when it died
/// @param trouble what the last try came to, null before one failed
public record Letter(
        String id,
        String type,
        String body,
        int tries,
        Instant since,
        Instant due,
        @Nullable String trouble) {
    /// What a thousand of them may take is bounded.
    static final int LONGEST_BODY = 256 << 10;

    /// For the first time.
    public static Letter fresh(String id, String type, String body, Instant now) {
        return new Letter(id, type, body, 0, now, now, null);
    }

    /// After a try that failed.
    Letter failed(String why, Instant next) {
        return new Letter(id, type, body, tries + 1, since, next, why);
    }

    /// The same, due then.
    Letter at(Instant then) {
        return new Letter(id, type, body, tries, since, then, trouble);
    }

    /// That did not come to a try.
    Letter because(String why, Instant now) {
        return new Letter(id, type, body, tries, since, now, why);
    }

    /// To be tried from the beginning.
    Letter again(Instant now) {
        return new Letter(id, type, body, 0, now, now, trouble);
    }
}
