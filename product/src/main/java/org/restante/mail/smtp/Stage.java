package org.restante.mail.smtp;

import java.util.Locale;
import java.util.Optional;

/// The point of an SMTP session at which a reply came or the session broke (RFC 5321 §3, §4.1.1).
///
/// The order of the constants is the order of a session. [#CONTENT] is the reply to the final dot (or the last BDAT chunk),
/// [#DATA] the reply to the command itself.
public enum Stage {
    CONNECT,
    GREETING,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    CONTENT,
    QUIT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The word used in events, reports and on the command line.
    public String word() {
        return word;
    }

    public static Optional<Stage> of(String word) {
        for (var stage : values()) {
            if (stage.word.equals(word)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
