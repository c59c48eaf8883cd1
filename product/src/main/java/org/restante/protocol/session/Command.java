package org.restante.protocol.session;

import java.util.Locale;

/// A command line: a verb and what follows it (RFC 5321 §4.1.1).
///
/// @param verb in upper case; what it is not known to be is for the server to say
/// @param argument without blanks around it; may be empty
public record Command(String verb, String argument) {
    public static Command of(String line) {
        var text = line.strip();
        int blank = text.indexOf(' ');
        return blank < 0
                ? new Command(text.toUpperCase(Locale.ROOT), "")
                : new Command(
                        text.substring(0, blank).toUpperCase(Locale.ROOT),
                        text.substring(blank + 1).strip());
    }
}
