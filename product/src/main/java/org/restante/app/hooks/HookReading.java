package org.restante.app.hooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.JournalPlace;
import org.restante.record.journal.JournalReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the journal for one hook. Lines of types that it is not told of are passed over without being read. One thread's.
final class HookReading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HookReading.class);

    /// Lines looked at before others have their turn.
    private static final int AT_ONCE = 5_000;

    /// An event's line as we write it; within one this stands nowhere else.
    private static final String BEGINS = "{\"v\":";

    private final Path events;
    private final HookSettings settings;
    private final HookQueue queue;
    private final Writing writing;
    private final Set<String> types = new HashSet<>();
    private final AtomicLong bugs = new AtomicLong();
    private @Nullable JournalReader reader;
    private @Nullable JournalPlace place;
    private volatile String latest = "";
    private volatile boolean atEnd;

    /// Writes what a hook is sent of an event.
    @FunctionalInterface
    interface Writing {
        String body(Kind kind, HookEvent type, Event event, String line);
    }

    /// @param events the journal's folder
    /// @param place where to go on; null for the journal's beginning
    HookReading(Path events, HookSettings settings, HookQueue queue, @Nullable JournalPlace place) {
        this(events, settings, queue, place, Payload::of);
    }

    HookReading(
            Path events,
            HookSettings settings,
            HookQueue queue,
            @Nullable JournalPlace place,
            Writing writing) {
        this.writing = writing;
        this.events = events;
        this.settings = settings;
        this.queue = queue;
        this.place = place;
        for (var event : settings.events()) {
            var word = event.word();
            types.add(word.startsWith("incident-") ? "incident" : word);
        }
    }

    /// Where the journal ends now; null where it is empty.
    static @Nullable JournalPlace end(Path events) throws IOException {
        if (!Files.isDirectory(events)) {
            return null;
        }
        try (var reader = JournalReader.fromEnd(events, LOG::warn)) {
            return reader.place();
        }
    }

    /// Reads on as far as the queue has room.
    ///
    /// @return whether there may be more at once
    boolean read(Instant now) throws IOException {
        for (int i = 0; i < AT_ONCE && queue.wantsMore(now); i++) {
            var line = reader().next();
            if (line == null) {
                atEnd = true;
                return false;
            }
            atEnd = false;
            take(line, now);
        }
        return queue.wantsMore(now);
    }

    private JournalReader reader() throws IOException {
        var open = reader;
        if (open == null) {
            open =
                    place == null
                            ? JournalReader.from(events, null, LOG::warn)
                            : JournalReader.goingOn(events, place, LOG::warn);
            reader = open;
        }
        return open;
    }

    /// A line that makes no sense may be the middle of one: the journal was cut back, in a crash, and written on. The file is read once more
    /// from its first line then, and what was read of it is known by its ids.
    private void take(byte[] octets, Instant now) throws IOException {
        var line = new String(octets, StandardCharsets.UTF_8);
        boolean isMeant = types.contains(value(line, "type"));
        var event = isMeant ? event(line) : Optional.<Event>empty();
        boolean makesNoSense = isMeant ? event.isEmpty() : !line.startsWith(BEGINS);
        if (makesNoSense && reader().again()) {
            return;
        }
        var behind = reader().place();
        if (behind == null) {
            throw new IllegalStateException("a line was read and it has no place");
        }
        if (makesNoSense) {
            LOG.warn("webhook {}: an event that is none is passed over", settings.name());
        }
        var letter = event.flatMap(it -> letter(it, line, now));
        place = behind;
        latest = value(line, "time");
        if (letter.isPresent()) {
            queue.offer(letter.get(), behind);
        } else {
            queue.pass(behind);
        }
    }

    /// Empty after a bug: it would come again at this event, and others wait behind it.
    private String body(HookEvent type, Event event, String line) {
        try {
            return writing.body(settings.kind(), type, event, line);
        } catch (RuntimeException e) {
            bugs.incrementAndGet();
            LOG.error("a bug; webhook {} is not told of {}", settings.name(), event.id(), e);
            return "";
        }
    }

    private static Optional<Event> event(String line) {
        try {
            return Optional.of(EventJson.read(line));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Letter> letter(Event event, String line, Instant now) {
        var what = HookEvent.of(event).filter(settings.events()::contains);
        boolean isMeant =
                settings.tenant().map(tenant -> tenant.equals(event.tenant())).orElse(true);
        if (what.isEmpty() || !isMeant) {
            return Optional.empty();
        }
        var body = body(what.get(), event, line);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        if (body.length() > Letter.LONGEST_BODY) {
            LOG.warn(
                    "webhook {}: event {} has {} characters and is passed over",
                    settings.name(),
                    event.id(),
                    body.length());
            return Optional.empty();
        }
        return Optional.of(Letter.fresh(event.id().toString(), what.get().word(), body, now));
    }

    /// The first value of that name; our own lines write none of these two with escapes, and a text within a text has its quotes escaped.
    private static String value(String line, String name) {
        var key = "\"" + name + "\":\"";
        int from = line.indexOf(key);
        int to = from < 0 ? -1 : line.indexOf('"', from + key.length());
        return to < 0 ? "" : line.substring(from + key.length(), to);
    }

    /// Events that were passed over for a bug of ours.
    long bugs() {
        return bugs.get();
    }

    /// How old the line is that was read last; zero when all is read.
    long behindSeconds(Instant now) {
        var last = latest;
        if (atEnd || last.isEmpty()) {
            return 0;
        }
        try {
            return Math.max(0, now.getEpochSecond() - Instant.parse(last).getEpochSecond());
        } catch (java.time.DateTimeException e) {
            return 0;
        }
    }

    /// After trouble: it is opened anew where it was.
    @Override
    public void close() throws IOException {
        var open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
