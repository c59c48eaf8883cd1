package org.restante.sending.delivery;

import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// What one attempt came to for one recipient, as the remote host showed it.
public sealed interface Outcome {
    /// The host took responsibility (RFC 5321 §4.2.5).
    ///
    /// @param handsOnNotifications the host offers DSN: what the sender wants to be told is its business from now on (RFC 3461 §5.2.2)
    record Accepted(Reply reply, boolean handsOnNotifications) implements Outcome {}

    /// The host said no, now (4) or for good (5).
    record Refused(Stage stage, Reply reply) implements Outcome {}

    /// Nobody answered, or the session broke.
    ///
    /// @param text for people
    record Broken(Stage stage, Trouble trouble, String text) implements Outcome {}

    /// The host cannot carry this message, by what it offers; it was not asked.
    ///
    /// @param status as RFC 3463 has it
    record Unfit(String status, String text) implements Outcome {}
}
