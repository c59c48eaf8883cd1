package org.restante.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.record.journal.ImportedLogs;
import org.restante.record.journal.JournalPlace;
import org.restante.record.journal.JournalReader;

/// Reads the journal as it grows and commits what it says: one thread makes events of lines, the other takes them in.
final class Following {
    private static final int CHUNK = 1_000;
    private static final int CHUNKS_AHEAD = 8;
    private static final long LOOK_MILLIS = 200;

    /// What came in meanwhile is committed together: by then at the latest, or when there are so many. A commit costs as much as a thousand
    /// events, and with the look into the journal before it and its own time an event is there within two seconds.
    private static final long COMMIT_MILLIS = 1_600;

    private static final int COMMIT_EVENTS = 20_000;

    /// Between two looks at what is due: so long, or so many events.
    private static final long TEND_NANOS = Duration.ofMinutes(1).toNanos();

    private static final int TEND_EVENTS = 100_000;

    /// Lines that were read, or that there are no more now.
    ///
    /// @param journal its name
    /// @param place behind them; null where nothing was read yet
    /// @param isEnd whether the journal had no more
    private record Chunk(
            String journal, List<EventLine> events, @Nullable JournalPlace place, boolean isEnd) {}

    private final List<Path> journals;
    private final StoreFile file;
    private final Ingest ingest;
    private final Upkeep upkeep;
    private final Workers workers;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Consumer<String> told;
    private final BlockingQueue<Chunk> read = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
    private final BlockingQueue<Exception> trouble = new ArrayBlockingQueue<>(1);

    /// Journals that had no more when they were looked at last.
    private final Set<String> atEnd = new HashSet<>();

    private final AtomicLong unreadable = new AtomicLong();
    private volatile boolean stopped;
    private volatile long caughtUp = Long.MIN_VALUE;

    /// @param ticker nanoseconds, monotonic
    /// @param told hears, in a sentence, of what could not be read
    Following(
            StoreSettings settings,
            StoreFile file,
            Likeness likeness,
            Workers workers,
            InstantSource clock,
            LongSupplier ticker,
            Consumer<String> told)
            throws SQLException {
        this.journals = settings.journals();
        this.file = file;
        this.workers = workers;
        this.clock = clock;
        this.ticker = ticker;
        this.told = told;
        ingest = new Ingest(file, likeness);
        upkeep = new Upkeep(file, settings);
    }

    /// When all that the journals held was committed last, in milliseconds; [Long#MIN_VALUE] before.
    long caughtUp() {
        return caughtUp;
    }

    /// Lines that were no events.
    long unreadable() {
        return unreadable.get();
    }

    void stop() {
        stopped = true;
    }

    /// Follows until it is stopped; what fails ends it, and the process with it: it is begun anew from what was committed.
    void run() throws IOException, SQLException, InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var journal : journals) {
            var place = file.place(name(journal));
            threads.add(
                    Thread.ofPlatform()
                            .name("journal " + name(journal))
                            .daemon()
                            .start(() -> readOn(journal, place)));
        }
        long tended = ticker.getAsLong() - TEND_NANOS;
        long untended = 0;
        try {
            while (!stopped) {
                var failed = trouble.poll();
                if (failed != null) {
                    throw new IOException(
                            "the journal cannot be read: " + failed.getMessage(), failed);
                }
                workers.tend();
                untended += takeIn();
                long now = ticker.getAsLong();
                if (untended >= TEND_EVENTS || now - tended >= TEND_NANOS) {
                    tended = now;
                    untended = 0;
                    ingest.countDays(clock.instant());
                    ingest.tidyDeferred(clock.instant());
                    if (upkeep.tend(clock.instant())) {
                        ingest.recall();
                        discardImported();
                    }
                }
            }
        } finally {
            for (var thread : threads) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    /// The server looks after its own journal; the others are imported logs, of which nothing is wanted that is older than what is kept.
    private void discardImported() {
        for (var journal : journals.subList(1, journals.size())) {
            try {
                ImportedLogs.discard(journal, upkeep.horizon(clock.instant()));
            } catch (IOException e) {
                told.accept("old imported logs cannot be deleted: " + e.getMessage());
            }
        }
    }

    private static String name(Path journal) {
        return String.valueOf(journal.getFileName());
    }

    /// Gathers what is read within the time, and commits it.
    ///
    /// @return how many events there were
    private int takeIn() throws SQLException, InterruptedException {
        long began = ticker.getAsLong();
        var places = new HashMap<String, JournalPlace>();
        long left = COMMIT_MILLIS;
        while (left > 0 && ingest.gathered() < COMMIT_EVENTS && !stopped) {
            var chunk = read.poll(left, TimeUnit.MILLISECONDS);
            if (chunk != null) {
                gather(chunk, places);
                if (atEnd.size() == journals.size() && ingest.gathered() == 0) {
                    break;
                }
            }
            left = COMMIT_MILLIS - (ticker.getAsLong() - began) / 1_000_000;
        }
        int count = ingest.gathered();
        if (count > 0) {
            ingest.commit(places, upkeep.horizon(clock.instant()));
        }
        if (atEnd.size() == journals.size()) {
            caughtUp = clock.millis();
        }
        return count;
    }

    private void gather(Chunk chunk, Map<String, JournalPlace> places) throws SQLException {
        for (var event : chunk.events()) {
            ingest.add(event);
        }
        if (chunk.place() != null) {
            places.put(chunk.journal(), chunk.place());
        }
        if (chunk.isEnd()) {
            atEnd.add(chunk.journal());
        } else {
            atEnd.remove(chunk.journal());
        }
    }

    private void readOn(Path journal, @Nullable JournalPlace from) {
        try {
            read(journal, from);
        } catch (IOException | RuntimeException e) {
            trouble.offer(e);
        } catch (InterruptedException e) {
            // The process ends.
        }
    }

    private void read(Path journal, @Nullable JournalPlace from)
            throws IOException, InterruptedException {
        while (!Files.isDirectory(journal)) {
            read.put(new Chunk(name(journal), List.of(), null, true));
            Thread.sleep(LOOK_MILLIS);
        }
        try (var reader =
                from == null
                        ? JournalReader.from(journal, null, told)
                        : JournalReader.goingOn(journal, from, told)) {
            while (!stopped) {
                var chunk = chunk(name(journal), reader);
                read.put(chunk);
                if (chunk.isEnd()) {
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        }
    }

    private Chunk chunk(String journal, JournalReader reader) throws IOException {
        var events = new ArrayList<EventLine>(CHUNK);
        while (events.size() < CHUNK) {
            var line = reader.nextWritten();
            if (line == null) {
                return new Chunk(journal, events, reader.place(), true);
            }
            try {
                events.add(EventLine.of(line));
            } catch (IllegalArgumentException e) {
                if (!reader.again()) {
                    unreadable.incrementAndGet();
                    told.accept("a line of the journal is no event: " + e.getMessage());
                }
            }
        }
        return new Chunk(journal, events, reader.place(), false);
    }
}
