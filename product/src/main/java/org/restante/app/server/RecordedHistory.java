package org.restante.app.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.restante.app.api.History;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.JournalSearch;
import org.restante.sending.spool.Spool;

/// The history of a message: from the journal, and from the spool what is not copied yet.
final class RecordedHistory implements History {
    /// Events of one message; of one with more, the first.
    private static final int MOST = 20_000;

    /// A clock may have been set back.
    private static final Duration SLACK = Duration.ofHours(1);

    private final Spool spool;
    private final Path events;

    RecordedHistory(Spool spool, Path events) {
        this.spool = spool;
        this.events = events;
    }

    @Override
    public Told of(UUID message, Instant since, BooleanSupplier isOver) throws IOException {
        Map<UUID, Event> all = new LinkedHashMap<>();
        long copied = spool.eventsCopied();
        var found =
                JournalSearch.lines(events, message.toString(), since.minus(SLACK), MOST, isOver);
        for (var line : found.lines()) {
            add(all, line, message);
        }
        var word = message.toString();
        try {
            spool.events(
                    copied,
                    (sequence, event) -> {
                        var line = new String(event, StandardCharsets.UTF_8);
                        if (line.contains(word)) {
                            add(all, line, message);
                        }
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
        return new Told(
                all.values().stream().sorted(Comparator.comparing(Event::time)).toList(),
                found.complete());
    }

    private static void add(Map<UUID, Event> all, String line, UUID message) {
        try {
            var event = EventJson.read(line);
            if (message.toString().equals(event.queueId())) {
                all.putIfAbsent(event.id(), event);
            }
        } catch (IllegalArgumentException e) {
            // A line that a crash cut off.
        }
    }
}
