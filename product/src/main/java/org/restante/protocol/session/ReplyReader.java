package org.restante.protocol.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.restante.mail.smtp.Reply;
import org.restante.protocol.session.WireException.Kind;

/// Reads the replies of a server, however long it makes them: what is kept of one is bounded, and one without an end is an error
/// (RFC 5321 §4.2).
public final class ReplyReader {
    /// Octets of a line; the RFC's limit is 512 and servers go beyond it.
    private static final int LONGEST_LINE = 4096;

    /// Lines that are kept; those beyond are read and dropped.
    private static final int KEPT_LINES = 100;

    /// Characters that are kept of all lines together: each recipient's event and log line holds them.
    private static final int KEPT = 8192;

    private static final int MOST_LINES = 1000;

    private final Wire wire;

    public ReplyReader(Wire wire) {
        this.wire = wire;
    }

    public Reply read() throws IOException {
        List<String> lines = new ArrayList<>();
        int code = -1;
        int kept = 0;
        for (int count = 1; count <= MOST_LINES; count++) {
            var line = wire.looseLine(LONGEST_LINE);
            int said = code(line);
            if (code >= 0 && said != code) {
                throw new WireException(
                        Kind.NO_REPLY, "a reply whose lines differ in code: " + line);
            }
            code = said;
            kept += line.length();
            if (lines.size() < KEPT_LINES && kept <= KEPT) {
                lines.add(line.length() > 4 ? line.substring(4) : "");
            }
            if (line.length() < 4 || line.charAt(3) == ' ') {
                return new Reply(OptionalInt.of(code), lines);
            }
        }
        throw new WireException(Kind.NO_REPLY, "a reply of more than " + MOST_LINES + " lines");
    }

    private static int code(String line) throws WireException {
        boolean good =
                line.length() >= 3
                        && line.charAt(0) >= '2'
                        && line.charAt(0) <= '5'
                        && isDigit(line.charAt(1))
                        && isDigit(line.charAt(2))
                        && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        if (!good) {
            throw new WireException(
                    Kind.NO_REPLY,
                    "no SMTP reply: " + line.substring(0, Math.min(line.length(), 200)));
        }
        return (line.charAt(0) - '0') * 100 + (line.charAt(1) - '0') * 10 + line.charAt(2) - '0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
