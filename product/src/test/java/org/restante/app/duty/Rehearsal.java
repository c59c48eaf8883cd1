package org.restante.app.duty;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;

/// Finds incidents in a record that is there already, as the server did while it grew.
public final class Rehearsal {
    private static final Duration EACH = Duration.ofSeconds(6);

    private final IncidentWatch watch;
    private final Casebook casebook;
    private Instant now;
    private long refreshed;

    public Rehearsal(Path folder, Instant begin) throws IOException {
        watch = new IncidentWatch(Knowledge.shipped());
        now = begin;
        casebook = new Casebook(new CaseFolder(folder), (_, _) -> {}, () -> now);
        casebook.caughtUp(List.of(), watch);
    }

    /// The next event on record.
    public void take(Event event) {
        if (event.type() != EventType.INCIDENT) {
            reach(event.time());
            watch.take(event);
        }
    }

    /// Time passes until then.
    public void reach(Instant time) {
        while (now.plus(EACH).isBefore(time)) {
            now = now.plus(EACH);
            casebook.apply(watch.passed(now), watch);
            long minute = Math.floorDiv(now.getEpochSecond(), 60);
            if (minute != refreshed) {
                refreshed = minute;
                casebook.refresh(watch.incidents(), watch);
            }
        }
    }

    public List<Case> told() {
        return casebook.list(null);
    }
}
