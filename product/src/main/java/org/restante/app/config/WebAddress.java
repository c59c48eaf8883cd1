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

    /// Whether it is spoken to in the clear, and not on this machine.
    boolean isHeardOnTheWay() {
        return uri().filter(there -> there.getScheme().equalsIgnoreCase("http"))
                .filter(there -> !isLoopback(there.getHost()))
                .isPresent();
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return from;
    }
}
