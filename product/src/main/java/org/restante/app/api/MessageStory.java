package org.restante.app.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.events.EventChoice;
import org.restante.app.events.EventSentence;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalReader;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.QueuedRecipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /api/v1/messages/{id}`: how each recipient stands, and what happened, in words. From the queue and the journal; a message of which
/// neither knows anything any more is not found.
public final class MessageStory implements Endpoint.Group {
    private static final Logger LOG = LoggerFactory.getLogger(MessageStory.class);
    private static final int MOST_EVENTS = 10_000;

    /// Longer than any mail waits by default; an id that does not tell its time is looked for so far back.
    static final Duration LONG_AGO = Duration.ofDays(8);

    private final Control control;
    private final Path events;
    private final InstantSource clock;
    private final Scans scans;

    /// @param events the journal's folder
    public MessageStory(Control control, Path events, InstantSource clock, Scans scans) {
        this.control = control;
        this.events = events;
        this.clock = clock;
        this.scans = scans;
    }

    /// One recipient.
    ///
    /// @param status `waiting`, `ready`, `in-flight`, `held`; or `delivered`, `bounced`, `expired`, `removed`
    /// @param reply what a receiver said last
    record Stands(
            String recipient,
            String status,
            int attempts,
            @Nullable String nextAttempt,
            @Nullable String cause,
            @Nullable String reply,
            @Nullable String host) {}

    /// One thing that happened.
    ///
    /// @param words a sentence for people
    record Happened(String time, String type, @Nullable String recipient, String words) {}

    /// @param complete whether the whole journal since then was read
    record Story(
            String id,
            @Nullable String messageId,
            @Nullable String reversePath,
            @Nullable String tenant,
            @Nullable String stream,
            @Nullable String campaign,
            @Nullable String receivedAt,
            List<Stands> recipients,
            List<Happened> events,
            boolean complete) {}

    /// What was found in the journal.
    private record Found(List<Event> events, boolean complete) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/messages/{id}", Scope.READ, this::tell));
    }

    private Answer tell(Call call) throws Problem, IOException {
        var id = id(call);
        var waiting = control.show(id);
        var tenant = call.token().client().tenant();
        if (!waiting.isEmpty() && tenant.isPresent() && !tenant.equals(owner(waiting, List.of()))) {
            throw unknown(id);
        }
        Found found;
        try (var scan = scans.begin(call)) {
            found = search(id, waiting, scan);
        }
        if (waiting.isEmpty() && found.events().isEmpty() && !found.complete()) {
            throw Scans.unfinished();
        }
        boolean isForeign = tenant.isPresent() && !tenant.equals(owner(waiting, found.events()));
        if (waiting.isEmpty() && found.events().isEmpty() || isForeign) {
            throw unknown(id);
        }
        return Answer.ok(story(id, waiting, found));
    }

    private static Problem unknown(UUID id) {
        return Problem.of(ProblemKind.NOT_FOUND, "neither queue nor events know a message " + id);
    }

    private static UUID id(Call call) throws Problem {
        try {
            return UUID.fromString(call.path("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.field(
                    "id",
                    "is '"
                            + call.path("id")
                            + "'; an id as a submission answers it would be right");
        }
    }

    /// Whose message it is. An order that named it tells that of whoever gave the order.
    static Optional<String> owner(List<QueuedRecipient> waiting, List<Event> events) {
        return waiting.isEmpty()
                ? events.stream()
                        .filter(event -> event.recipient() != null)
                        .findFirst()
                        .map(Event::tenant)
                : Optional.ofNullable(waiting.getFirst().tenant());
    }

    private Found search(UUID id, List<QueuedRecipient> waiting, Scans.Scan scan)
            throws IOException {
        var since =
                !waiting.isEmpty()
                        ? waiting.getFirst().receivedAt().minusSeconds(60)
                        : id.version() == 7
                                ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)
                                        .minusSeconds(60)
                                : clock.instant().minus(LONG_AGO);
        var choice =
                new EventChoice(
                        null,
                        null,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(id.toString()),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of());
        var wanted = id.toString().getBytes(StandardCharsets.US_ASCII);
        var all = new ArrayList<Event>();
        try (var reader = JournalReader.from(events, since, LOG::warn)) {
            var line = reader.next();
            while (line != null && all.size() < MOST_EVENTS && !scan.isOver()) {
                if (holds(line, wanted)) {
                    var event = EventJson.read(new String(line, StandardCharsets.UTF_8));
                    if (choice.includes(event)) {
                        all.add(event);
                    }
                }
                line = reader.next();
            }
            return new Found(all, line == null);
        }
    }

    /// Most lines are of other messages and are not parsed.
    private static boolean holds(byte[] line, byte[] wanted) {
        for (int at = 0; at <= line.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && line[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static Story story(UUID id, List<QueuedRecipient> waiting, Found found) {
        Map<String, Stands> recipients = new LinkedHashMap<>();
        var happened = new ArrayList<Happened>();
        var words = new EventSentence(ZoneOffset.UTC, false);
        for (var event : found.events()) {
            var to = event.recipient();
            if (to != null) {
                ended(event, recipients.get(key(to)))
                        .ifPresent(stands -> recipients.put(key(to), stands));
            }
            happened.add(
                    new Happened(
                            event.time().toString(), event.type().word(), to, words.of(event)));
        }
        for (var one : waiting) {
            recipients.put(key(one.recipient()), stands(one, recipients.get(key(one.recipient()))));
        }
        var first = waiting.isEmpty() ? null : waiting.getFirst();
        var told = found.events().isEmpty() ? null : found.events().getFirst();
        return new Story(
                id.toString(),
                first != null ? first.messageId() : told == null ? null : told.messageId(),
                first != null ? first.reversePath() : told == null ? null : told.reversePath(),
                first != null ? first.tenant() : told == null ? null : told.tenant(),
                first != null ? first.stream() : told == null ? null : told.stream(),
                first != null ? first.campaign() : told == null ? null : told.campaign(),
                first != null
                        ? first.receivedAt().toString()
                        : told == null || told.queuedAt() == null
                                ? null
                                : String.valueOf(told.queuedAt()),
                List.copyOf(recipients.values()),
                happened,
                found.complete());
    }

    private static String key(String recipient) {
        return recipient.toLowerCase(Locale.ROOT);
    }

    private static Stands stands(QueuedRecipient one, @Nullable Stands before) {
        return new Stands(
                one.recipient(),
                one.state().word(),
                one.attempts(),
                one.due().toString(),
                one.cause(),
                before == null ? null : before.reply(),
                before == null ? null : before.host());
    }

    /// How a recipient stands by its last event; one that is still in the queue is told by that.
    private static Optional<Stands> ended(Event event, @Nullable Stands before) {
        var type = event.type();
        boolean removed = type == EventType.ACTION && "remove".equals(event.act());
        if (!type.isAttempt() && type != EventType.EXPIRED && !removed) {
            return Optional.empty();
        }
        var tried = event.attempt();
        var reply =
                tried == null || tried.text() == null
                        ? null
                        : (tried.code() == null ? "" : tried.code() + " ") + tried.text();
        int number =
                tried == null || tried.number() == null
                        ? before == null ? 0 : before.attempts()
                        : tried.number();
        return Optional.of(
                new Stands(
                        String.valueOf(event.recipient()),
                        removed ? "removed" : type == EventType.DEFERRED ? "waiting" : type.word(),
                        number,
                        null,
                        tried == null ? null : tried.cause(),
                        reply == null && before != null ? before.reply() : reply,
                        tried == null || tried.mxHost() == null
                                ? before == null ? null : before.host()
                                : tried.mxHost()));
    }
}
