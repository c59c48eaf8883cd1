package org.restante.app.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.restante.app.access.Scope;
import org.restante.app.events.EventChoice;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/api/v1/events`: events as they come, as a stream of server-sent events (HTML §9.2), each with its id. Who comes back with the
/// `Last-Event-ID` it has seen gets what came since, from the journal. A token of one tenant sees that tenant's events alone.
public final class EventStream implements Endpoint.Group {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /// Readers at once; each reads the journal for itself.
    private static final int MOST = 64;

    private static final int MOST_OF_ONE = 16;

    private static final long LOOK_EACH_MILLIS = 200;

    /// Proxies end a connection on which nothing is said.
    private static final long SAY_SOMETHING_NANOS = Duration.ofSeconds(15).toNanos();

    /// Events are filed a moment after they are made, and not always in the order of their ids.
    private static final Duration AROUND = Duration.ofMinutes(5);

    private static final String FULL =
            "there are as many streams of events as there may be: "
                    + MOST
                    + " in all, "
                    + MOST_OF_ONE
                    + " of one token or tenant";

    private static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::word).toList();

    private final Path events;
    private final KnownNames names;
    private final BooleanSupplier stopping;
    private final LongSupplier ticker;
    private final Places readers = new Places(MOST, MOST_OF_ONE);

    /// @param events the journal's folder
    /// @param names the providers there are
    /// @param stopping ends all streams
    public EventStream(
            Path events, KnownNames names, BooleanSupplier stopping, LongSupplier ticker) {
        this.events = events;
        this.names = names;
        this.stopping = stopping;
        this.ticker = ticker;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/events", Scope.READ, this::stream));
    }

    private Answer stream(Call call) throws Problem {
        var choice = choice(call);
        var seen = lastSeen(call);
        var whose = call.holder();
        if (!readers.isFree(whose)) {
            throw Problem.of(ProblemKind.TOO_MANY, FULL).retryAfter(Duration.ofSeconds(30));
        }
        return new Answer.Stream(
                "text/event-stream",
                out -> {
                    var place = readers.take(whose);
                    if (place.isEmpty()) {
                        say(out, ": " + FULL + "\n\n");
                        return;
                    }
                    try (var taken = place.get()) {
                        follow(out, choice, seen, call::stands);
                    }
                });
    }

    private EventChoice choice(Call call) throws Problem {
        var types = EnumSet.noneOf(EventType.class);
        for (var word : words(call, "type")) {
            KnownNames.require("type", word, TYPES);
            EventType.of(word).ifPresent(types::add);
        }
        for (var word : words(call, "provider")) {
            KnownNames.requireInAnyCase("provider", word, names.providers().get());
        }
        for (var word : words(call, "cause")) {
            KnownNames.requireInAnyCase("cause", word, QueueFilters.CAUSES);
        }
        var tenant = call.token().client().tenant();
        return new EventChoice(
                since(call).orElse(null),
                null,
                types,
                words(call, "recipient"),
                words(call, "domain"),
                words(call, "message"),
                words(call, "provider"),
                words(call, "source"),
                words(call, "stream"),
                tenant.map(Set::of).orElse(words(call, "tenant")),
                words(call, "cause"));
    }

    private static Set<String> words(Call call, String name) {
        var all = new HashSet<String>();
        call.queries(name).forEach(text -> all.addAll(List.of(text.split(","))));
        all.remove("");
        return all;
    }

    private static Optional<Instant> since(Call call) throws Problem {
        var text = call.query("since");
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw Problem.field(
                    "since",
                    "is '"
                            + text.orElse("")
                            + "'; a time such as 2026-11-28T12:00:00Z would be right");
        }
    }

    private static Optional<UUID> lastSeen(Call call) throws Problem {
        var text = call.header("Last-Event-ID").or(() -> call.query("after"));
        try {
            return text.map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw Problem.field(
                    "Last-Event-ID",
                    "is '" + text.orElse("") + "'; the id of an event would be right");
        }
    }

    /// @param stands whether the reader may read still
    void follow(OutputStream out, EventChoice choice, Optional<UUID> seen, BooleanSupplier stands)
            throws IOException, InterruptedException {
        var standing = new Standing(stands, ticker);
        try (var reader = reader(choice, seen)) {
            say(out, "retry: 2000\n\n");
            out.flush();
            boolean waits = seen.isPresent();
            var until = seen.map(EventStream::made).map(at -> at.plus(AROUND)).orElse(Instant.MIN);
            long said = ticker.getAsLong();
            while (!stopping.getAsBoolean() && !standing.isOver()) {
                var line = reader.next();
                if (line == null) {
                    out.flush();
                    if (ticker.getAsLong() - said > SAY_SOMETHING_NANOS) {
                        say(out, ":\n\n");
                        out.flush();
                        said = ticker.getAsLong();
                    }
                    waits = false;
                    Thread.sleep(LOOK_EACH_MILLIS);
                    continue;
                }
                var event = EventJson.read(new String(line, StandardCharsets.UTF_8));
                if (waits) {
                    // All up to the one it has seen; and where that is not on record any more, all
                    // that is older.
                    if (event.id().equals(seen.orElse(null))) {
                        waits = false;
                        continue;
                    }
                    if (!event.time().isAfter(until)) {
                        continue;
                    }
                    waits = false;
                }
                if (choice.includes(event)) {
                    write(out, event, line);
                    said = ticker.getAsLong();
                }
            }
        }
    }

    private JournalReader reader(EventChoice choice, Optional<UUID> seen) throws IOException {
        if (seen.isPresent()) {
            return JournalReader.from(events, made(seen.get()).minus(AROUND), LOG::warn);
        }
        return choice.since() == null
                ? JournalReader.fromEnd(events, LOG::warn)
                : JournalReader.from(events, choice.since(), LOG::warn);
    }

    /// When an event was made, from its id (UUIDv7).
    private static Instant made(UUID id) {
        return id.version() == 7
                ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)
                : Instant.EPOCH.plus(AROUND);
    }

    private static void write(OutputStream out, Event event, byte[] line) throws IOException {
        say(out, "id: " + event.id() + "\nevent: " + event.type().word() + "\ndata: ");
        out.write(line, 0, line.length);
        say(out, "\n\n");
    }

    private static void say(OutputStream out, String text) throws IOException {
        var octets = text.getBytes(StandardCharsets.US_ASCII);
        out.write(octets, 0, octets.length);
    }
}
