package org.restante.app.hooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Payloads that a hook did not take, a line of JSON each, on disk before anybody is told of one. Bounded: the oldest tenth makes room.
/// Guarded by itself.
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Path file;
    private final int most;
    private final long mostOctets;
    private int count;
    private long octets;

    /// @param most letters kept
    /// @param mostOctets of the file
    DeadLetters(Path file, int most, long mostOctets) throws IOException {
        this.file = file;
        this.most = most;
        this.mostOctets = mostOctets;
        write(all());
    }

    synchronized int count() {
        return count;
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

    synchronized void add(Letter letter) throws IOException {
        var line = line(letter);
        if (count >= most || octets + line.length > mostOctets) {
            makeRoom(line.length);
        }
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var left = ByteBuffer.wrap(line);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        count++;
        octets += line.length;
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

    private void write(List<Letter> letters) throws IOException {
        var out = new ByteArrayOutputStream();
        for (var letter : letters) {
            out.writeBytes(line(letter));
        }
        if (!letters.isEmpty() || Files.exists(file)) {
            HookFiles.replace(file, out.toByteArray());
        }
        count = letters.size();
        octets = out.size();
    }

    private static byte[] line(Letter letter) {
        return (HookFiles.JSON.writeValueAsString(letter) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
