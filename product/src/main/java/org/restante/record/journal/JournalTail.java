package org.restante.record.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.restante.mail.event.EventJson;

/// The end of a journal after a crash: what of its last file is whole, and which events it holds already.
final class JournalTail {
    private static final int STRETCH = 1 << 20;
    private static final int WORTH_LOOKING_BACK = 4 << 20;
    private static final byte[] ID = "\"id\":\"".getBytes(StandardCharsets.UTF_8);
    private static final int ID_LENGTH = 36;
    private static final int ID_WITHIN = 64;

    private JournalTail() {}

    /// Octets up to the end of the last line that is an event. What lies behind was never synced: a line cut off, or room that a
    /// power cut left without content.
    static long soundLength(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            for (long stretch = STRETCH; ; stretch *= 2) {
                long start = Math.max(0, size - stretch);
                var bytes = new byte[(int) Math.min(size - start, Integer.MAX_VALUE - 16)];
                read(channel, bytes, start);
                int sound = lastSound(bytes);
                if (sound > 0 || start == 0) {
                    return start + sound;
                }
            }
        }
    }

    private static void read(FileChannel channel, byte[] bytes, long start) throws IOException {
        var into = ByteBuffer.wrap(bytes);
        while (into.hasRemaining() && channel.read(into, start + into.position()) > 0) {
            // Reads on.
        }
    }

    /// Behind the line end of the last event; 0 when there is none.
    private static int lastSound(byte[] bytes) {
        int end = bytes.length;
        while (end > 0) {
            if (bytes[end - 1] != '\n') {
                end--;
                continue;
            }
            int from = end - 1;
            while (from > 0 && bytes[from - 1] != '\n') {
                from--;
            }
            if (isEvent(bytes, from, end - 1)) {
                return end;
            }
            end = from;
        }
        return 0;
    }

    private static boolean isEvent(byte[] bytes, int from, int to) {
        try {
            EventJson.read(bytes, from, to);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Ids of the events in the last file, and in the one before when the last has hardly begun.
    static Set<UUID> ids(List<Segment> segments) throws IOException {
        var ids = new HashSet<UUID>();
        long seen = 0;
        for (int i = segments.size() - 1; i >= 0 && seen < WORTH_LOOKING_BACK; i--) {
            try (var lines = new SegmentLines(segments.get(i))) {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    seen += line.length;
                    id(line).ifPresent(ids::add);
                }
            }
        }
        return ids;
    }

    /// The id of an event without reading the rest of it.
    static Optional<UUID> id(byte[] line) {
        int most = Math.min(line.length - ID.length - ID_LENGTH, ID_WITHIN);
        for (int at = 0; at <= most; at++) {
            if (startsWith(line, at)) {
                var text = new String(line, at + ID.length, ID_LENGTH, StandardCharsets.ISO_8859_1);
                try {
                    return Optional.of(UUID.fromString(text));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] line, int at) {
        for (int i = 0; i < ID.length; i++) {
            if (line[at + i] != ID[i]) {
                return false;
            }
        }
        return true;
    }
}
