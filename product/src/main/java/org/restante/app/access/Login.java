package org.restante.app.access;

import java.time.Duration;

/// What signing in came to.
public sealed interface Login {
    /// @param secret what the browser shows from now on
    /// @param browser what it shows at the next sign-in, to be known again
    record Entered(String secret, Session session, String browser) implements Login {}

    /// No such user, or not with this password: never told apart.
    record Wrong() implements Login {}

    /// Too many wrong ones before; so long until the next try.
    record TooOften(Duration pause) implements Login {}
}
