package org.restante.app.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.restante.mail.event.Event;

/// What is on record of a message.
@FunctionalInterface
public interface History {
    /// Its events in the order of time.
    ///
    /// @param since when it came in
    /// @param isOver whether the time for the search is over, asked often
    Told of(UUID message, Instant since, BooleanSupplier isOver) throws IOException;

    /// @param complete whether all there is since then was looked through
    record Told(List<Event> events, boolean complete) {
        public Told {
            events = List.copyOf(events);
        }
    }
}
