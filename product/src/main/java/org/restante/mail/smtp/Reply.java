package org.restante.mail.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One SMTP reply, kept whole (RFC 5321 §4.2): what a server said is evidence, so nothing is cut away but the code that
/// every line repeats.
///
/// @param code 200 to 599, absent when the server (or the log) gave none
/// @param lines the text of each line without its code; never empty
public record Reply(OptionalInt code, List<String> lines) {
    public Reply {
        if (code.isPresent() && (code.getAsInt() < 200 || code.getAsInt() > 599)) {
            throw new IllegalArgumentException("not a reply code: " + code.getAsInt());
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
    }

    /// Reads a reply however a server or a log spells it: lines ended by CRLF or LF, lines joined by blanks with the code
    /// repeated (`421-4.7.0 a 421 4.7.0 b`), a `smtp;` type before it (RFC 3464 §2.3.6), cited inside a sending server's words
    /// (`host x said: 550 …`), or no code at all.
    public static Reply read(String text) {
        return ReplyText.read(text);
    }

    /// The enhanced status code, at the start of the text (RFC 2034) or, where a server puts it elsewhere, inside it
    /// (`(#5.1.1)`); servers need not send one.
    public Optional<EnhancedStatusCode> status() {
        return ReplyText.statusOf(this);
    }

    /// The lines as one, joined by blanks, each without its codes.
    public String text() {
        var words = new ArrayList<String>();
        for (var line : lines) {
            words.add(ReplyText.withoutStatus(line, code));
        }
        return String.join(" ", words).strip();
    }
}
