package org.restante.record.journal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of one file, as far as they are written: a line without its end waits for it.
final class SegmentLines implements Closeable {
    private static final int LONGEST = 16 << 20;

    private final Segment segment;
    private final InputStream text;
    private byte[] read = new byte[1 << 16];
    private int from;
    private int to;
    private @Nullable String damage;

    /// Octets of its unpacked text before `from`.
    private long position;

    SegmentLines(Segment segment) throws IOException {
        this(segment, 0);
    }

    /// From the line that begins behind so many octets of its unpacked text; from the first where it has not so many, as after a
    /// write that was taken back.
    SegmentLines(Segment segment, long position) throws IOException {
        this.segment = segment;
        var opened = segment.text();
        this.position = position;
        if (!has(segment, position) || !skipped(opened, position)) {
            opened.close();
            opened = segment.text();
            this.position = 0;
        }
        text = opened;
    }

    private static boolean has(Segment segment, long octets) throws IOException {
        return octets == 0 || segment.isPacked() || Files.size(segment.path()) >= octets;
    }

    private static boolean skipped(InputStream text, long octets) throws IOException {
        try {
            text.skipNBytes(octets);
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    Segment segment() {
        return segment;
    }

    /// Octets of the unpacked text that were given out, their line ends with them.
    long position() {
        return position;
    }

    /// Whether the file ends before what was read of it: what was written was taken back.
    boolean wasCut() throws IOException {
        return !segment.isPacked()
                && Files.exists(segment.path())
                && Files.size(segment.path()) < position + to - from;
    }

    /// The next whole line without its end, null when there is none now.
    byte @Nullable [] next() throws IOException {
        int searched = from;
        while (true) {
            for (int at = searched; at < to; at++) {
                if (read[at] == '\n') {
                    var line = Arrays.copyOfRange(read, from, at);
                    from = at + 1;
                    position += line.length + 1;
                    return line;
                }
            }
            searched = to - from;
            if (!fill()) {
                return null;
            }
        }
    }

    /// False when nothing more is there now. What is packed may be damaged, and ends there.
    private boolean fill() throws IOException {
        System.arraycopy(read, from, read, 0, to - from);
        to -= from;
        from = 0;
        if (to == read.length) {
            if (to >= LONGEST) {
                damage = "a line of more than " + LONGEST + " octets";
                to = 0;
            } else {
                read = Arrays.copyOf(read, 2 * to);
            }
        }
        int count = 0;
        try {
            count = text.read(read, to, read.length - to);
        } catch (IOException e) {
            if (!segment.isPacked()) {
                throw e;
            }
            damage = "its packed data ends early or is damaged: " + e.getMessage();
        }
        to += Math.max(0, count);
        return count > 0;
    }

    /// What was wrong with the file, null when nothing was.
    @Nullable String damage() {
        return damage;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
