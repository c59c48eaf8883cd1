package org.restante.sending.dispatch;

import java.io.IOException;
import java.util.UUID;
import org.restante.sending.delivery.Mail;

/// A message for some recipients that leaves in one transaction: taken from the queue, not read yet.
public interface Consignment {
    /// The message's.
    UUID id();

    /// How many it is for; some may be done or held when it is read.
    int recipients();

    /// Reads envelope and body.
    ///
    /// @throws IOException when the spool cannot
    Mail mail() throws IOException;

    /// The attempt is about to be made: it is stored, with the time of the next.
    ///
    /// @throws IOException when what comes of it could not be stored: it is not made
    void begins() throws IOException;

    /// What came of it, an outcome for each recipient in the order of the mail's envelope.
    void settle(java.util.List<Settled> outcomes, Facts facts);

    /// Nothing was tried: it goes back where it was, at the head.
    void putBack();
}
