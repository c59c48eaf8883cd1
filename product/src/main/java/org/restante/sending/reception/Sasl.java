package org.restante.sending.reception;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Names and passwords as AUTH carries them (RFC 4616, and LOGIN as clients have it).
final class Sasl {
    private Sasl() {}

    /// A name and its password.
    record Shown(String name, String password) {}

    /// The text of a base64 line; empty when it is none, or not UTF-8.
    static Optional<String> text(String line) {
        try {
            var octets = Base64.getDecoder().decode(line);
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// `authorization NUL name NUL password`; somebody else's authorization is refused.
    static Optional<Shown> plain(String text) {
        var parts = text.split("\0", -1);
        boolean own = parts.length == 3 && (parts[0].isEmpty() || parts[0].equals(parts[1]));
        return own && !parts[1].isEmpty() && !parts[2].isEmpty()
                ? Optional.of(new Shown(parts[1], parts[2]))
                : Optional.empty();
    }

    static String challenge(String prompt) {
        return Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8));
    }
}
