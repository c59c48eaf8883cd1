package org.restante.app.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What requests with an `Idempotency-Key` were answered, for twenty-four hours, however many they are, and through restarts: a file an hour,
/// a line an answer, synced before the answer goes out. Several that end at once share a sync. A file that cannot be written refuses new keys.
///
/// In memory are some forty octets for each answer of this hour ([HourInMemory]); of an hour that is over they stand in a file beside it
/// ([HourOnDisk]), which is made anew from the lines where it is missing. Guarded by its lock.
public final class Repeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final String ANSWERS = ".answers";
    private static final String INDEX = ".index";

    private final Path folder;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final Set<String> running = new HashSet<>();

    /// Hours that are over, by their file; replaced, never changed.
    private volatile Map<Path, AnsweredHour> over;

    private Instant hour = Instant.MIN;
    private HourInMemory answered = new HourInMemory();
    private FileChannel file;

    /// Whether the last line has no end, as on a full disk.
    private boolean isTorn;

    private long written;
    private volatile long synced;
    private @Nullable Thread indexing;

    /// An answer as its line tells it.
    private record Line(long second, String key, String digest, int status, String body) {
        private static final Pattern SECOND = Pattern.compile("\\d{1,18}");
        private static final Pattern STATUS = Pattern.compile("\\d{3}");

        static Optional<Line> of(String text) {
            var parts = text.split(" ", -1);
            return parts.length == 5
                            && SECOND.matcher(parts[0]).matches()
                            && STATUS.matcher(parts[3]).matches()
                    ? Optional.of(
                            new Line(
                                    Long.parseLong(parts[0]),
                                    parts[1],
                                    parts[2],
                                    Integer.parseInt(parts[3]),
                                    parts[4]))
                    : Optional.empty();
        }

        String text() {
            return second + " " + key + " " + digest + " " + status + " " + body;
        }

        Claim claim(String asked) {
            return digest.equals(asked)
                    ? new Claim.Known(status, Base64.getDecoder().decode(body))
                    : new Claim.Other();
        }
    }

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
        hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        var now = path(hour);
        var found = new TreeMap<Path, AnsweredHour>();
        for (var one : files(ANSWERS)) {
            if (one.equals(now)) {
                answered = read(one);
            } else {
                found.put(one, hourThatIsOver(one));
            }
        }
        over = found;
        file = open(hour);
        forget();
    }

    private List<Path> files(String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(one -> one.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static AnsweredHour hourThatIsOver(Path answers) throws IOException {
        var index = index(answers);
        if (Files.exists(index)) {
            try {
                return HourOnDisk.open(index);
            } catch (IOException e) {
                LOG.warn("{}; it is made anew", e.getMessage());
            }
        }
        var answered = read(answers);
        try {
            return HourOnDisk.write(answered, index);
        } catch (IOException e) {
            // A full disk stops no start: what waits in the spool makes room by going out.
            LOG.warn("the index of {} stays in memory: {}", answers, e.getMessage());
            return answered;
        }
    }

    private static Path index(Path answers) {
        var name = answers.getFileName().toString();
        return answers.resolveSibling(name.substring(0, name.length() - ANSWERS.length()) + INDEX);
    }

    private static HourInMemory read(Path answers) throws IOException {
        var hour = new HourInMemory();
        try (var in = Files.newInputStream(answers)) {
            var line = new ByteArrayOutputStream();
            var part = new byte[1 << 16];
            long from = 0;
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                int begin = 0;
                for (int i = 0; i < count; i++) {
                    if (part[i] == '\n') {
                        line.write(part, begin, i - begin);
                        begin = i + 1;
                        put(hour, line.toString(StandardCharsets.US_ASCII), from);
                        from += line.size() + 1;
                        line.reset();
                    }
                }
                line.write(part, begin, count - begin);
            }
        }
        return hour;
    }

    private static void put(HourInMemory hour, String line, long at) {
        Line.of(line).ifPresent(it -> hour.put(hash(it.key()), at));
    }

    private static long hash(String key) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(key.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The file of an hour that is written from now on, and has no index any more.
    private FileChannel open(Instant begun) throws IOException {
        var channel =
                FileChannel.open(
                        path(begun),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
        Files.deleteIfExists(index(path(begun)));
        if (channel.size() > 0) {
            // Whatever a crash has cut off ends here.
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return channel;
    }

    /// Names sort as time goes.
    private Path path(Instant of) {
        return folder.resolve(of.toString().replace(":", "") + ANSWERS);
    }

    private void forget() throws IOException {
        var first = path(clock.instant().minus(KEPT).truncatedTo(ChronoUnit.HOURS));
        var left = new TreeMap<>(over);
        left.keySet().removeIf(one -> one.compareTo(first) < 0);
        over = left;
        for (var one : files("")) {
            if (one.compareTo(first) < 0) {
                Files.delete(one);
            }
        }
    }

    /// Asks whether a key was seen. A fresh one is the caller's, until [#answered] or [#givenUp].
    ///
    /// @param key of one token; hashed already
    /// @param digest of the request
    Claim claim(String key, String digest) throws IOException {
        long hash = hash(key);
        while (true) {
            // Reading of hours that are over holds up nobody else.
            var before = over;
            var known = find(before, key, hash);
            if (known.isPresent()) {
                return known.get().claim(digest);
            }
            lock.lock();
            try {
                if (before == over) {
                    var lately = line(path(hour), answered.find(hash), key);
                    if (lately.isPresent()) {
                        return lately.get().claim(digest);
                    }
                    return running.add(key) ? new Claim.Fresh(key, digest) : new Claim.Running();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Line> find(Map<Path, AnsweredHour> hours, String key, long hash)
            throws IOException {
        for (var one : hours.entrySet()) {
            var found = line(one.getKey(), one.getValue().find(hash), key);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The line that begins there, where it is of that key and young enough.
    ///
    /// @param at -1 for none
    private Optional<Line> line(Path answers, long at, String key) throws IOException {
        if (at < 0) {
            return Optional.empty();
        }
        long first = clock.instant().minus(KEPT).getEpochSecond();
        try (var channel = FileChannel.open(answers, StandardOpenOption.READ)) {
            return Line.of(text(channel, at))
                    .filter(line -> line.key().equals(key) && line.second() >= first);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // It was forgotten meanwhile.
        }
    }

    private static String text(FileChannel channel, long from) throws IOException {
        var line = new ByteArrayOutputStream();
        var part = ByteBuffer.allocate(4096);
        int count = channel.read(part, from);
        while (count > 0) {
            for (int i = 0; i < count; i++) {
                if (part.get(i) == '\n') {
                    return line.toString(StandardCharsets.US_ASCII);
                }
                line.write(part.get(i));
            }
            part.clear();
            count = channel.read(part, from + line.size());
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /// Keeps the answer; returns when it is on disk.
    void answered(Claim.Fresh claim, int status, byte[] body) throws IOException {
        long end;
        FileChannel into;
        lock.lock();
        try {
            var now = clock.instant();
            if (now.truncatedTo(ChronoUnit.HOURS).isAfter(hour)) {
                next(now.truncatedTo(ChronoUnit.HOURS));
            }
            var line =
                    new Line(
                            now.getEpochSecond(),
                            claim.key(),
                            claim.digest(),
                            status,
                            Base64.getEncoder().encodeToString(body));
            answered.put(hash(claim.key()), append(line));
            end = ++written;
            into = file;
        } finally {
            running.remove(claim.key());
            lock.unlock();
        }
        sync(into, end);
    }

    /// Writes a line at the end.
    ///
    /// @return where it begins
    private long append(Line line) throws IOException {
        var before = isTorn ? "\n" : "";
        long at = file.size() + before.length();
        var octets =
                ByteBuffer.wrap((before + line.text() + "\n").getBytes(StandardCharsets.US_ASCII));
        isTorn = true;
        while (octets.hasRemaining()) {
            file.write(octets);
        }
        isTorn = false;
        return at;
    }

    private void next(Instant begun) throws IOException {
        file.force(false);
        synced = written;
        // Where this fails all stays as it is, and the next answer tries again.
        var fresh = open(begun);
        file.close();
        file = fresh;
        var ended = path(hour);
        var hours = new TreeMap<>(over);
        hours.put(ended, answered);
        over = hours;
        var full = answered;
        answered = new HourInMemory();
        hour = begun;
        forget();
        if (!over.containsKey(ended)) {
            return;
        }
        indexing = Thread.ofPlatform().daemon().name("idempotency").start(() -> index(ended, full));
    }

    /// Nobody adds to it any more.
    private void index(Path answers, HourInMemory full) {
        try {
            var onDisk = HourOnDisk.write(full, index(answers));
            lock.lock();
            try {
                var hours = new TreeMap<>(over);
                hours.computeIfPresent(answers, (path, old) -> onDisk);
                over = hours;
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            LOG.warn("the index of {} stays in memory: {}", answers, e.getMessage());
        }
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
        awaitIndex();
    }

    private void awaitIndex() {
        var last = indexing;
        if (last != null) {
            try {
                last.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Files, for tests.
    List<Path> files() throws IOException {
        return files("");
    }
}
