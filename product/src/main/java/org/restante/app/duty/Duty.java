package org.restante.app.duty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.identity.MendChecks;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.response.ResponseSettings;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.JournalPlace;
import org.restante.record.journal.JournalReader;
import org.restante.sending.queue.Control;
import org.restante.sending.routing.Pools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that reads what goes on record, as any other reader does, and the clock: whoever delivers mail never waits for it, and what it
/// has not read yet waits in the journal. At the start it reads the last hours again, so that what is usual and what is open are known.
public final class Duty implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);
    private static final long EACH_MILLIS = 100;
    private static final long AFTER_TROUBLE_MILLIS = 5_000;

    /// After a fault of ours, twice as long for each that follows at once.
    private static final long FIRST_REST_MILLIS = 1_000;

    private static final int MOST_DOUBLINGS = 5;

    /// What is usual fades with a half-life of four hours.
    private static final Duration READ_AGAIN = Duration.ofHours(6);

    private final Path events;
    private final InstantSource clock;
    private final IncidentWatch watch;
    private final Casebook casebook;
    private final Responder responder;
    private final Letters letters;
    private final Shadow shadow;
    private final PastIncidents past;
    private final Thread thread;
    private @Nullable JournalReader reader;
    private Instant since;
    private @Nullable JournalPlace place;
    private long refreshed = Long.MIN_VALUE;
    private final AtomicLong bugs = new AtomicLong();

    /// Whether the casebook has all that was found; not at the start, nor after a fault that may have kept something from it.
    private boolean isAgreed;

    private volatile boolean closed;

    /// @param data the server's folder
    /// @param events the journal that is read
    /// @param told puts things on record
    /// @param control the one door to lanes and mail
    /// @param response the settings in force
    /// @param pools those in force
    public Duty(
            Path data,
            Path events,
            Knowledge knowledge,
            Casebook.Told told,
            Control control,
            Supplier<ResponseSettings> response,
            Supplier<Pools> pools,
            InstantSource clock)
            throws IOException {
        this.events = events;
        this.clock = clock;
        watch = new IncidentWatch(knowledge);
        casebook = new Casebook(new CaseFolder(data.resolve("incidents")), told, clock);
        responder = new Responder(casebook, control, response, pools, clock);
        letters = new Letters(casebook, response, clock);
        shadow =
                new Shadow(
                        casebook,
                        control,
                        response,
                        pools,
                        data.resolve("incidents").resolve("shadow"),
                        clock);
        past = new PastIncidents(data);
        since = clock.instant().minus(READ_AGAIN);
        thread = Thread.ofPlatform().name("duty").daemon().unstarted(this::run);
    }

    public Casebook casebook() {
        return casebook;
    }

    public Responder responder() {
        return responder;
    }

    public Letters letters() {
        return letters;
    }

    /// What people want to know.
    public Checks checks(MendChecks by) {
        return new Checks(casebook, watch.latest(), by, clock);
    }

    public Shadow shadow() {
        return shadow;
    }

    public void start() {
        thread.start();
    }

    /// Faults of ours since the start; the log has each.
    public long bugs() {
        return bugs.get();
    }

    private void run() {
        int stumbles = 0;
        try {
            while (!closed) {
                try {
                    look();
                    casebook.isWatched(true);
                    stumbles = 0;
                    Thread.sleep(EACH_MILLIS);
                } catch (IOException e) {
                    LOG.warn("the journal cannot be read for incidents: {}", e.getMessage());
                    casebook.isWatched(false);
                    Thread.sleep(AFTER_TROUBLE_MILLIS);
                } catch (RuntimeException e) {
                    bugs.incrementAndGet();
                    isAgreed = false;
                    LOG.error("a bug; the search for incidents rests and goes on", e);
                    casebook.isWatched(false);
                    Thread.sleep(FIRST_REST_MILLIS << Math.min(stumbles++, MOST_DOUBLINGS));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("incidents are not looked for any more");
        }
    }

    /// Reads what there is, and looks at the clock.
    private void look() throws IOException {
        var now = clock.instant();
        read();
        if (closed) {
            return;
        }
        var changes = watch.passed(now);
        if (!isAgreed) {
            casebook.caughtUp(watch.incidents(), watch);
            isAgreed = true;
            return;
        }
        casebook.apply(changes, watch);
        long minute = Math.floorDiv(now.getEpochSecond(), 60);
        if (minute != refreshed) {
            refreshed = minute;
            takePast();
            casebook.refresh(watch.incidents(), watch);
            respond();
        } else if (!changes.isEmpty()) {
            respond();
        }
    }

    /// What cannot be taken now is there in the next minute.
    private void takePast() {
        try {
            past.handTo(casebook);
        } catch (IOException e) {
            LOG.warn("incidents of imported logs cannot be taken in: {}", e.getMessage());
        }
    }

    private void respond() {
        responder.look();
        shadow.look();
    }

    private void read() throws IOException {
        var open = reader;
        if (open == null) {
            open =
                    reader =
                            place == null
                                    ? JournalReader.from(events, since, LOG::warn)
                                    : JournalReader.goingOn(events, place, LOG::warn);
        }
        try {
            for (var line = open.next(); line != null && !closed; line = open.next()) {
                place = open.place();
                take(line);
            }
        } catch (IOException e) {
            reader = null;
            open.close();
            throw e;
        }
    }

    private void take(byte[] line) {
        if (!concerns(line)) {
            return;
        }
        Event event;
        try {
            event = EventJson.read(line, 0, line.length);
        } catch (IllegalArgumentException e) {
            LOG.warn("an event that is none: {}", new String(line, StandardCharsets.UTF_8));
            return;
        }
        if (!event.time().isBefore(since)) {
            watch.take(event);
        }
    }

    private static final byte[] TYPE = "\"type\":\"".getBytes(StandardCharsets.US_ASCII);

    /// Half of all events say that mail came in; they are passed over without being read.
    private static boolean concerns(byte[] line) {
        for (int at = 0; at + TYPE.length + 1 < line.length; at++) {
            if (line[at] == '"' && matches(line, at)) {
                return line[at + TYPE.length] != 'r' || line[at + TYPE.length + 2] != 'c';
            }
        }
        return true;
    }

    private static boolean matches(byte[] line, int at) {
        for (int i = 0; i < TYPE.length; i++) {
            if (line[at + i] != TYPE[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        thread.interrupt();
        if (thread.isAlive()) {
            thread.join();
        }
        var open = reader;
        if (open != null) {
            open.close();
        }
    }
}
