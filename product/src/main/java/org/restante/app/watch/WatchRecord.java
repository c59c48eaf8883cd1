package org.restante.app.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.restante.app.analysis.LogPlace;
import org.restante.app.files.WholeFile;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.ImportedLogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is on record of the logs that are followed: their events, as `restante import` keeps them, what happened to incidents beside them, and
/// how far each log was read. The place is written after the events before it are on disk; what stands between is read again and known by its
/// ids. Guarded by itself.
final class WatchRecord implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchRecord.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The file of places.
    private record Kept(List<LogPlace> logs) {}

    private final Path folder;
    private final Path file;
    private final Duration keptFor;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private ImportedLogs imported;

    /// @param data the folder of all
    /// @param logs whose places must be known for only what is new to be expected
    /// @throws IOException when it cannot be had, as when somebody else has it
    WatchRecord(
            Path data,
            List<Path> logs,
            Duration keptFor,
            InstantSource clock,
            RandomGenerator chance)
            throws IOException {
        folder = journal(data);
        file = data.resolve("watched.json");
        this.keptFor = keptFor;
        this.clock = clock;
        this.chance = chance;
        var known = places().stream().map(LogPlace::path).toList();
        imported = open(logs.stream().allMatch(log -> known.contains(log.toString())));
    }

    /// Where events are, below a data folder.
    static Path journal(Path data) {
        return data.resolve("imported");
    }

    private ImportedLogs open(boolean isResumed) throws IOException {
        return ImportedLogs.follow(folder, keptFor, isResumed, clock)
                .orElseThrow(() ->
                        new IOException(
                                folder
                                        + ": another 'restante watch --serve' or 'restante import' has it"));
    }

    /// How far each log was read when the events before were on disk.
    List<LogPlace> places() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return List.copyOf(JSON.readValue(Files.readAllBytes(file), Kept.class).logs());
        } catch (JacksonException | NullPointerException e) {
            throw new IOException(
                    file
                            + ": is no file of places; without it the logs are read from their beginning, and what is known is not counted again",
                    e);
        }
    }

    synchronized void add(byte[] event) throws IOException {
        imported.add(event);
    }

    /// What was added so far stays.
    synchronized void keep(List<LogPlace> places) throws IOException {
        imported.sync();
        WholeFile.replace(file, JSON.writeValueAsBytes(new Kept(places)));
    }

    /// What was added since it was kept last is given up, and comes again.
    synchronized void takeBack() throws IOException {
        try {
            imported.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed cleanly: {}", folder, e.getMessage());
        }
        imported = open(true);
    }

    /// Puts something on record that no log told. Whoever reads the journal sees it within a second.
    void tell(EventType type, Consumer<Event.Builder> facts) {
        var now = clock.instant();
        var event = Event.of(id(now), now, type, "restante");
        facts.accept(event);
        try {
            add(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} was not written down: {}", type.word(), e.getMessage());
        }
    }

    /// UUIDv7 (RFC 9562 §5.7).
    private UUID id(Instant now) {
        long high = now.toEpochMilli() << 16 | 0x7000 | chance.nextInt() & 0xFFF;
        long low = chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    synchronized void sync() throws IOException {
        imported.sync();
    }

    synchronized void tidy() throws IOException {
        imported.tidy();
    }

    @Override
    public synchronized void close() throws IOException {
        imported.close();
    }
}
