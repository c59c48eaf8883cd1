package org.restante.app.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.restante.mail.event.Event;

/// What is on record of a message.
@FunctionalInterface
public interface History {
    /// Its events in the order of time.
    ///
    /// @param since when it came in
    List<Event> of(UUID message, Instant since) throws IOException;
}
