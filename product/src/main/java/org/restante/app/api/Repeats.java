package org.restante.app.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What requests with an `Idempotency-Key` were answered, for twenty-four hours and through restarts: a file an hour, a line an answer,
/// synced before the answer goes out. Several that end at once share a sync. A file that cannot be written refuses new keys. Guarded by its
/// lock.
public final class Repeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);
    private static final Duration KEPT = Duration.ofHours(24);

    /// More keys than this in a day push the oldest out early.
    private static final int MOST = 500_000;

    private final Path folder;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final Map<String, Place> places = new HashMap<>();
    private final Deque<String> oldest = new ArrayDeque<>();
    private final Set<String> running = new HashSet<>();
    private Instant hour = Instant.MIN;
    private FileChannel file;
    private long written;
    private volatile long synced;

    /// Where an answer stands, and to which request.
    private record Place(Path file, long at, int length, String digest, long second) {}

    /// What a key says of a request.
    sealed interface Claim {
        /// It is new; it is this caller's to answer.
        record Fresh(String key, String digest) implements Claim {}

        /// It was answered so.
        record Known(int status, byte[] body) implements Claim {}

        /// It was another request that had the key.
        record Other() implements Claim {}

        /// The same key is being answered now.
        record Running() implements Claim {}
    }

    /// Reads what is there; a torn last line is what a crash left of an answer that nobody heard.
    ///
    /// @param folder made where it is absent
    public Repeats(Path folder, InstantSource clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            for (var old :
                    files.filter(one -> one.toString().endsWith(".answers")).sorted().toList()) {
                read(old);
            }
        }
        file = open(clock.instant());
        forget();
    }

    private void read(Path old) throws IOException {
        var octets = Files.readAllBytes(old);
        int from = 0;
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == '\n') {
                remember(old, from, new String(octets, from, at - from, StandardCharsets.US_ASCII));
                from = at + 1;
            }
        }
    }

    private void remember(Path where, long at, String line) {
        var parts = line.split(" ", -1);
        if (parts.length == 5 && parts[0].matches("\\d{1,18}")) {
            put(parts[1], new Place(where, at, line.length(), parts[2], Long.parseLong(parts[0])));
        }
    }

    private void put(String key, Place place) {
        if (places.put(key, place) == null) {
            oldest.addLast(key);
        }
        while (oldest.size() > MOST) {
            places.remove(oldest.removeFirst());
        }
    }

    /// The file of this hour; names sort as time goes.
    private FileChannel open(Instant now) throws IOException {
        hour = now.truncatedTo(ChronoUnit.HOURS);
        var channel =
                FileChannel.open(
                        path(hour),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
        if (channel.size() > 0) {
            // Whatever a crash has cut off ends here.
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return channel;
    }

    private Path path(Instant of) {
        return folder.resolve(of.toString().replace(":", "") + ".answers");
    }

    private void forget() throws IOException {
        var before = clock.instant().minus(KEPT);
        while (!oldest.isEmpty()) {
            var place = places.get(oldest.peekFirst());
            if (place != null && place.second() >= before.getEpochSecond()) {
                break;
            }
            places.remove(oldest.removeFirst());
        }
        var last = path(before.truncatedTo(ChronoUnit.HOURS)).getFileName().toString();
        try (var files = Files.list(folder)) {
            for (var old : files.filter(one -> one.toString().endsWith(".answers")).toList()) {
                if (old.getFileName().toString().compareTo(last) < 0) {
                    Files.delete(old);
                }
            }
        }
    }

    /// Asks whether a key was seen. A fresh one is the caller's, until [#answered] or [#givenUp].
    ///
    /// @param key of one token; hashed already
    /// @param digest of the request
    Claim claim(String key, String digest) throws IOException {
        lock.lock();
        try {
            var place = places.get(key);
            if (place != null && place.second() < clock.instant().minus(KEPT).getEpochSecond()) {
                place = null;
            }
            if (place != null) {
                return place.digest().equals(digest) ? known(place) : new Claim.Other();
            }
            return running.add(key) ? new Claim.Fresh(key, digest) : new Claim.Running();
        } finally {
            lock.unlock();
        }
    }

    private static Claim known(Place place) throws IOException {
        try (var channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            var line = ByteBuffer.allocate(place.length());
            while (line.hasRemaining() && channel.read(line, place.at() + line.position()) >= 0) {}
            var parts = new String(line.array(), StandardCharsets.US_ASCII).split(" ", -1);
            return new Claim.Known(
                    Integer.parseInt(parts[3]), Base64.getDecoder().decode(parts[4]));
        }
    }

    /// Keeps the answer; returns when it is on disk.
    void answered(Claim.Fresh claim, int status, byte[] body) throws IOException {
        long end;
        FileChannel into;
        lock.lock();
        try {
            var now = clock.instant();
            if (!now.truncatedTo(ChronoUnit.HOURS).equals(hour)) {
                next(now);
            }
            var line =
                    now.getEpochSecond()
                            + " "
                            + claim.key()
                            + " "
                            + claim.digest()
                            + " "
                            + status
                            + " "
                            + Base64.getEncoder().encodeToString(body);
            long at = file.size();
            var octets = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (octets.hasRemaining()) {
                file.write(octets);
            }
            put(
                    claim.key(),
                    new Place(path(hour), at, line.length(), claim.digest(), now.getEpochSecond()));
            end = ++written;
            into = file;
        } finally {
            running.remove(claim.key());
            lock.unlock();
        }
        sync(into, end);
    }

    private void next(Instant now) throws IOException {
        file.force(false);
        synced = written;
        file.close();
        file = open(now);
        forget();
    }

    /// Whoever comes first syncs for all that have written meanwhile.
    private void sync(FileChannel into, long end) throws IOException {
        syncing.lock();
        try {
            if (synced >= end) {
                return;
            }
            long upTo;
            lock.lock();
            try {
                upTo = written;
            } finally {
                lock.unlock();
            }
            if (into.isOpen()) {
                into.force(false);
            }
            synced = Math.max(synced, upTo);
        } finally {
            syncing.unlock();
        }
    }

    /// The request came to nothing; the key is free again.
    void givenUp(Claim.Fresh claim) {
        lock.lock();
        try {
            running.remove(claim.key());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            file.force(false);
            file.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", folder, e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /// Files, for tests.
    List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
