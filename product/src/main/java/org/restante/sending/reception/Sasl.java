package org.restante.sending.reception;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Names and passwords as AUTH carries them (RFC 4616, and LOGIN as clients have it).
final class Sasl {
    private Sasl() {}

    /// A name and its password.
    record Shown(String name, String password) {}

    /// The text of a base64 line; empty when it is none.
    static Optional<String> text(String line) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// `authorization NUL name NUL password`; somebody else's authorization is refused.
    static Optional<Shown> plain(String line) {
        var text = text(line).orElse("");
        int first = text.indexOf('\0');
        int second = text.indexOf('\0', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        var authorization = text.substring(0, first);
        var name = text.substring(first + 1, second);
        boolean own = authorization.isEmpty() || authorization.equals(name);
        return own && !name.isEmpty()
                ? Optional.of(new Shown(name, text.substring(second + 1)))
                : Optional.empty();
    }

    static String challenge(String prompt) {
        return Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8));
    }
}
