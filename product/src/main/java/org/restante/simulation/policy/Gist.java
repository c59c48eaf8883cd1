package org.restante.simulation.policy;

import java.util.Locale;
import java.util.regex.Pattern;
import org.restante.simulation.receiver.Answer;

/// What a simple pattern list makes of a reply, as other servers ship them.
enum Gist {
    TAKEN,
    SILENCE,
    FINAL,
    GREYLIST,
    CONNECTIONS,
    MAILBOX,
    SERVER,
    /// The source is too fast, or not trusted.
    RATE,
    UNKNOWN;

    private static final Pattern OF_CONNECTIONS =
            Pattern.compile(
                    "too many (concurrent |new )?connections|number of connections|messages? (in|on|per) (this |connection|session)"
                            + "|messages per connection|too many sessions|connect too frequently|trop de connexions|rp-00[23]");
    private static final Pattern OF_RATE =
            Pattern.compile(
                    "rate limit|unusual rate|slow down|\\[ts|temporarily deferred|too many messages|ofr005_505|server busy");
    private static final Pattern OF_A_MAILBOX = Pattern.compile("mailbox full|\\b4\\.2\\.");
    private static final Pattern OF_THE_SERVER =
            Pattern.compile("\\b4\\.3\\.[02]|temporary server error|temporarily unavailable");

    static Gist of(Answer answer) {
        if (answer.isTaken()) {
            return TAKEN;
        }
        if (answer.isSilence()) {
            return SILENCE;
        }
        return answer.isFinal() ? FINAL : ofWords(answer.text().toLowerCase(Locale.ROOT));
    }

    private static Gist ofWords(String text) {
        if (text.contains("greylist")) {
            return GREYLIST;
        }
        if (OF_CONNECTIONS.matcher(text).find()) {
            return CONNECTIONS;
        }
        if (OF_RATE.matcher(text).find()) {
            return RATE;
        }
        if (OF_A_MAILBOX.matcher(text).find()) {
            return MAILBOX;
        }
        return OF_THE_SERVER.matcher(text).find() ? SERVER : UNKNOWN;
    }
}
