package org.restante.sending.reception;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// A service that is asked about each message before it is taken.
///
/// @param address where it is asked, by POST
/// @param within how long an answer may take, connecting included
/// @param token sent as `Authorization: Bearer …`
/// @param otherwise what becomes of mail when it cannot be asked
public record PolicyHookSettings(
        URI address, Duration within, Optional<String> token, Otherwise otherwise) {
    public PolicyHookSettings {
        var scheme = String.valueOf(address.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https") || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "a policy hook has an http or https address, not " + address);
        }
    }

    /// What becomes of mail that nobody could judge.
    public enum Otherwise {
        /// The client is to come again.
        TEMPFAIL,
        /// It is taken.
        ACCEPT,
        /// It is refused.
        REJECT
    }

    public static PolicyHookSettings of(URI address) {
        return new PolicyHookSettings(
                address, Duration.ofSeconds(5), Optional.empty(), Otherwise.TEMPFAIL);
    }

    @Override
    public String toString() {
        return "policy hook at " + address;
    }
}
