package org.restante.sending.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Reply;
import org.restante.sending.routing.Login;

/// Logs in at a smart host (RFC 4954) by PLAIN (RFC 4616), or by LOGIN where it has nothing else. A refusal is ours to mend and no
/// message's fault: it is told as a temporary failure.
final class Authentication {
    private static final int YES = 235;
    private static final int GO_ON = 334;

    /// Sends a line and hears the answer.
    @FunctionalInterface
    interface Asking {
        Reply ask(String line) throws IOException;
    }

    private Authentication() {}

    /// Null when it has succeeded.
    static @Nullable Outcome login(Login login, Set<String> mechanisms, String host, Asking asking)
            throws IOException {
        Reply reply;
        if (mechanisms.contains("PLAIN")) {
            reply =
                    asking.ask(
                            "AUTH PLAIN " + encoded("\0" + login.user() + "\0" + login.password()));
        } else if (mechanisms.contains("LOGIN")) {
            reply = asking.ask("AUTH LOGIN");
            reply = isGoOn(reply) ? asking.ask(encoded(login.user())) : reply;
            reply = isGoOn(reply) ? asking.ask(encoded(login.password())) : reply;
        } else {
            return new Outcome.Unfit(
                    "4.7.4",
                    host
                            + " offers no AUTH that we have: "
                            + (mechanisms.isEmpty() ? "none" : mechanisms));
        }
        return reply.code().orElse(0) == YES
                ? null
                : new Outcome.Unfit(
                        "4.7.8",
                        host
                                + " does not let "
                                + login
                                + " in: "
                                + reply.code().orElse(0)
                                + " "
                                + String.join(" ", reply.lines()));
    }

    private static boolean isGoOn(Reply reply) {
        return reply.code().orElse(0) == GO_ON;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
