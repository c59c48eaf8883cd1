package org.restante.app.hooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.restante.app.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Payloads that a hook did not take, a line of JSON each, on disk before anybody is told of one. Bounded: the oldest tenth makes room.
/// Guarded by itself.
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path file;
    private final int most;
    private final long mostOctets;
    private final Appending disk;
    private final Set<String> ids = new HashSet<>();
    private long octets;

    /// Writes all that is left of the buffer at the file's end, and to disk.
    @FunctionalInterface
    interface Appending {
        void append(FileChannel file, ByteBuffer line) throws IOException;
    }

    /// @param most letters kept
    /// @param mostOctets of the file
    DeadLetters(Path file, int most, long mostOctets) throws IOException {
        this(file, most, mostOctets, DeadLetters::append);
    }

    DeadLetters(Path file, int most, long mostOctets, Appending disk) throws IOException {
        this.file = file;
        this.most = most;
        this.mostOctets = mostOctets;
        this.disk = disk;
        write(all());
    }

    synchronized int count() {
        return ids.size();
    }

    /// The oldest first.
    synchronized List<Letter> all() throws IOException {
        var letters = new ArrayList<Letter>();
        if (!Files.exists(file)) {
            return letters;
        }
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    letters.add(HookFiles.JSON.readValue(line, Letter.class));
                } catch (JacksonException e) {
                    LOG.warn("{}: a line is no dead letter and is left out", file);
                }
            }
        }
        return letters;
    }

    /// One of the same id is replaced: a crash may have come between its death and the note that it no longer waits.
    ///
    /// @throws IOException when it cannot be kept; what is there is whole then
    synchronized void add(Letter letter) throws IOException {
        boolean isTorn = (Files.exists(file) ? Files.size(file) : 0) != octets;
        if (isTorn || ids.contains(letter.id())) {
            remove(it -> it.id().equals(letter.id()));
        }
        var line = line(letter);
        if (ids.size() >= most || octets + line.length > mostOctets) {
            makeRoom(line.length);
        }
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            disk.append(channel, ByteBuffer.wrap(line));
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
        ids.add(letter.id());
        octets += line.length;
    }

    private static void append(FileChannel file, ByteBuffer line) throws IOException {
        while (line.hasRemaining()) {
            file.write(line);
        }
        file.force(true);
    }

    /// A disk that is full leaves half a line, and the next one would stand on it. A channel could not do it for a thread that is interrupted.
    private void cutBack(IOException why) {
        try (var whole = new RandomAccessFile(file.toFile(), "rw")) {
            whole.setLength(octets);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void makeRoom(int needed) throws IOException {
        var kept = new ArrayList<>(all());
        int before = kept.size();
        long left = octets;
        while (!kept.isEmpty()
                && (kept.size() > most - most / 10 - 1
                        || left + needed > mostOctets - mostOctets / 10)) {
            left -= line(kept.removeFirst()).length;
        }
        LOG.error("{} is full: the {} oldest dead letters are dropped", file, before - kept.size());
        write(kept);
    }

    /// Takes out those meant.
    synchronized void remove(Predicate<Letter> meant) throws IOException {
        write(all().stream().filter(meant.negate()).toList());
    }

    /// Puts all aside, with others, in a file of its own; none is left here.
    ///
    /// @return that file, empty where there was none to put aside
    synchronized Optional<Path> putAside(List<Letter> others, Instant now) throws IOException {
        var all = new ArrayList<>(all());
        all.addAll(others);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        write(all);
        var aside = aside(now);
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        write(List.of());
        return Optional.of(aside);
    }

    private Path aside(Instant now) {
        var stamp = STAMP.format(now);
        var aside = file.resolveSibling(file.getFileName() + "." + stamp);
        for (int nth = 2; Files.exists(aside); nth++) {
            aside = file.resolveSibling(file.getFileName() + "." + stamp + "-" + nth);
        }
        return aside;
    }

    private void write(List<Letter> letters) throws IOException {
        var latest = new LinkedHashMap<String, Letter>();
        letters.forEach(letter -> latest.put(letter.id(), letter));
        var out = new ByteArrayOutputStream();
        for (var letter : latest.values()) {
            out.writeBytes(line(letter));
        }
        if (!letters.isEmpty() || Files.exists(file)) {
            WholeFile.replace(file, out.toByteArray());
        }
        ids.clear();
        ids.addAll(latest.keySet());
        octets = out.size();
    }

    private static byte[] line(Letter letter) {
        return (HookFiles.JSON.writeValueAsString(letter) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
