package org.restante.app.hooks;

import java.time.Duration;
import java.util.Optional;

/// What one try of a payload came to.
public sealed interface Answered {
    /// Taken (2xx).
    record Taken(int status) implements Answered {}

    /// The hook wants no more (410).
    record Gone(String why) implements Answered {}

    /// This payload is not taken, and others may be (most 4xx, and 3xx, for nobody follows them).
    record Refused(String why) implements Answered {}

    /// The hook is not well: no connection, no answer in time, 408, 429 or 5xx.
    ///
    /// @param retryAfter what it asked for
    record Unwell(String why, Optional<Duration> retryAfter) implements Answered {}

    /// In a few words.
    default String words() {
        return switch (this) {
            case Taken(int status) -> String.valueOf(status);
            case Gone(var why) -> why;
            case Refused(var why) -> why;
            case Unwell(var why, var retryAfter) ->
                    why + retryAfter.map(it -> "; Retry-After " + it.toSeconds() + " s").orElse("");
        };
    }
}
