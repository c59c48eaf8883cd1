package org.restante.sending.bounce;

import java.nio.charset.StandardCharsets;
import org.restante.mail.smtp.Reply;
import org.restante.sending.delivery.Outcome;

/// What others said, so that it can stand in a line of ours.
final class Words {
    /// A line has at most 998 octets (RFC 5322 §2.1.1), and something of ours stands before it.
    private static final int LONGEST = 900;

    private Words() {}

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /// On one line and no longer than one may be: a remote answer must not make lines of ours.
    static String line(String text) {
        var one = text.replaceAll("[\\p{Cntrl}\\x80-\\x9F\u2028\u2029]+", " ").strip();
        int octets = 0;
        int end = 0;
        while (end < one.length()) {
            int c = one.codePointAt(end);
            octets += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (octets > LONGEST) {
                return one.substring(0, end) + "...";
            }
            end += Character.charCount(c);
        }
        return one;
    }

    /// The same in ASCII.
    static String ascii(String text) {
        return line(text).replaceAll("[^ -~]", "?");
    }

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var reply, var handedOn) -> spelled(reply);
            case Outcome.Refused(var stage, var reply) -> spelled(reply);
            case Outcome.Unfit(var status, var text) -> status + " " + text;
            case Outcome.Broken(var stage, var trouble, var text) -> text;
        };
    }

    private static String spelled(Reply reply) {
        var text = String.join(" ", reply.lines());
        return reply.code().isPresent() ? reply.code().getAsInt() + " " + text : text;
    }
}
