package org.restante.record.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a journal from one file to the next while it is written, rotated, packed and thinned out beside us. One thread's.
///
/// An event that is met again, as after a write that was taken back, is passed over by [#next()].
public final class JournalReader implements Closeable {
    private static final int REMEMBERED = 20_000;

    private final Path folder;
    private final Consumer<String> told;

    /// Ids that were met, and those before; the older go when the younger are many.
    private Set<UUID> met = new HashSet<>();

    private Set<UUID> metBefore = new HashSet<>();
    private @Nullable SegmentLines lines;
    private final @Nullable Instant since;
    private @Nullable Segment upNext;
    private @Nullable Instant last;
    private @Nullable JournalPlace place;
    private @Nullable Instant readAgain;

    private JournalReader(Path folder, @Nullable Instant since, Consumer<String> told) {
        this.folder = folder;
        this.since = since;
        this.told = told;
    }

    /// From the beginning, leaving out files that end before `since` (null: none).
    ///
    /// @param told hears, in a sentence, of what could not be read
    public static JournalReader from(Path folder, @Nullable Instant since, Consumer<String> told) {
        return new JournalReader(folder, since, told);
    }

    /// From where another reader had come to; from the beginning of what is there where that file is gone.
    public static JournalReader goingOn(Path folder, JournalPlace place, Consumer<String> told)
            throws IOException {
        var reader = new JournalReader(folder, null, told);
        if (Files.isDirectory(folder)) {
            for (var segment : Segment.in(folder)) {
                if (segment.begun().equals(place.file())) {
                    reader.last = segment.begun();
                    reader.lines = reader.lines(segment, place.octets());
                }
            }
        }
        if (reader.lines == null) {
            reader.last = place.file();
        }
        reader.place = place;
        return reader;
    }

    /// Behind the line that was given last; null before the first.
    public @Nullable JournalPlace place() {
        return place;
    }

    /// Reads the file it is in from its first line once more, as when a line made no sense: it may have been cut back and written on. True at
    /// the first time for a file, and false after.
    public boolean again() throws IOException {
        var open = lines;
        if (open == null || open.segment().begun().equals(readAgain)) {
            return false;
        }
        readAgain = open.segment().begun();
        open.close();
        lines = lines(open.segment(), 0);
        return true;
    }

    /// From what is written next.
    public static JournalReader fromEnd(Path folder, Consumer<String> told) throws IOException {
        var reader = new JournalReader(folder, null, told);
        var segments = Segment.in(folder);
        if (!segments.isEmpty()) {
            reader.open(segments.getLast());
            while (reader.whole() != null) {
                // What was there before is not asked for.
            }
        }
        return reader;
    }

    /// The next event's line, without its end; null when there is none now. Ask again later.
    public byte @Nullable [] next() throws IOException {
        while (true) {
            var line = whole();
            if (line == null) {
                return null;
            }
            var id = JournalTail.id(line);
            if (id.isEmpty() || isNew(id.get())) {
                return line;
            }
        }
    }

    /// The next line as it stands, without its end, met before or not: for who knows by other means what comes twice. Null when there is none now.
    public byte @Nullable [] nextWritten() throws IOException {
        return whole();
    }

    private boolean isNew(UUID id) {
        if (metBefore.contains(id) || !met.add(id)) {
            return false;
        }
        if (met.size() >= REMEMBERED) {
            metBefore = met;
            met = new HashSet<>();
        }
        return true;
    }

    private byte @Nullable [] whole() throws IOException {
        while (true) {
            var open = lines;
            var line = open == null ? null : open.next();
            if (open != null && line != null) {
                place = new JournalPlace(open.segment().begun(), open.position());
                return line;
            }
            if (open != null && open.wasCut()) {
                open.close();
                lines = lines(open.segment(), 0);
                continue;
            }
            if (upNext != null) {
                open(upNext);
            } else {
                upNext = following();
                if (upNext == null) {
                    return null;
                }
                // A file is whole once the next is there: what came in between is read first.
            }
        }
    }

    private @Nullable Segment following() throws IOException {
        try {
            return following(Segment.in(folder));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private @Nullable Segment following(List<Segment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            var one = segments.get(i);
            boolean isBehind = last == null || one.begun().isAfter(last);
            boolean isAskedFor =
                    since == null
                            || i + 1 == segments.size()
                            || segments.get(i + 1).begun().isAfter(since);
            if (isBehind && isAskedFor) {
                return one;
            }
        }
        return null;
    }

    private void open(Segment segment) throws IOException {
        close();
        upNext = null;
        last = segment.begun();
        lines = lines(segment, 0);
    }

    private @Nullable SegmentLines lines(Segment segment, long octets) throws IOException {
        try {
            return new SegmentLines(segment, octets);
        } catch (NoSuchFileException e) {
            return packed(segment, octets);
        } catch (IOException e) {
            if (!segment.isPacked()) {
                throw e;
            }
            told.accept(segment.path() + ": its packed data is damaged: " + e.getMessage());
            return null;
        }
    }

    /// It was packed, or deleted, since its name was read.
    private @Nullable SegmentLines packed(Segment segment, long octets) throws IOException {
        var now =
                Segment.in(folder).stream()
                        .filter(s -> s.begun().equals(segment.begun()))
                        .findFirst();
        if (now.isPresent()) {
            return new SegmentLines(now.get(), octets);
        }
        told.accept(segment.path() + ": was deleted before it was read");
        return null;
    }

    @Override
    public void close() throws IOException {
        var open = lines;
        lines = null;
        if (open != null) {
            if (open.damage() != null) {
                told.accept(
                        open.segment().path()
                                + ": "
                                + open.damage()
                                + "; what came before was read");
            }
            open.close();
        }
    }
}
