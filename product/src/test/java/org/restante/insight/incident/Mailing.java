package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;

/// One attempt of made-up traffic, as the sending server lived it.
///
/// @param source our address
/// @param refusal null when it was accepted
record Mailing(
        long minute,
        String domain,
        String mxHost,
        String source,
        String stream,
        long message,
        @Nullable Refusal refusal) {
    /// What came back.
    ///
    /// @param text the reply, or, with a trouble, the sending server's own words
    /// @param trouble null when a server replied
    /// @param meant what a perfect reader of the text would say
    record Refusal(Stage stage, String text, @Nullable Trouble trouble, Cause meant) {
        static Refusal reply(Stage stage, String text, Cause meant) {
            return new Refusal(stage, text, null, meant);
        }

        static Refusal trouble(Stage stage, String text, Trouble trouble) {
            return new Refusal(
                    stage, text, trouble, trouble == Trouble.TLS ? Cause.TLS : Cause.NETWORK);
        }

        boolean isLasting() {
            return trouble == null && text.startsWith("5");
        }
    }
}
