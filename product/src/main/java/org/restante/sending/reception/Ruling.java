package org.restante.sending.reception;

import org.restante.mail.smtp.Reply;

/// What somebody who was asked about a message, or a step of it, says.
sealed interface Ruling {
    Ruling PASS = new Pass();

    /// Nothing against it.
    record Pass() implements Ruling {}

    /// Not taken, in these words.
    record Refuse(Reply reply) implements Ruling {}

    /// Taken from the client, and not sent to anybody.
    record Discard(String by) implements Ruling {}
}
