package org.restante.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// An address on the web, written in the file or, where it is itself a secret, elsewhere; a secret one is never shown.
///
/// @param from as it stands in the file: `"https://…"` or `{ file = "…" }`
public record WebAddress(String text, String from, boolean isSecret) {
    static WebAddress written(String text) {
        return new WebAddress(text, Scalar.quoted(text), false);
    }

    static WebAddress of(Secret secret) {
        return new WebAddress(secret.text(), secret.from(), true);
    }

    /// Empty where it is none, or has a user, a password or a fragment.
    Optional<URI> uri() {
        try {
            var there = new URI(text);
            boolean isRight =
                    there.getScheme() != null
                            && there.getScheme().matches("(?i)https?")
                            && there.getHost() != null
                            && there.getRawUserInfo() == null
                            && there.getRawFragment() == null;
            return isRight ? Optional.of(there) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return from;
    }
}
