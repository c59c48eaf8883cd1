package org.restante.app.analysis;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.FollowedFile;
import org.restante.record.logs.FormatGuess;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFormat;

/// One log that is still being written. One thread's.
final class FollowedLog implements Closeable {
    /// By so many octets a log's kind is told, and what was read before is known again.
    private static final int HEAD = 1 << 16;

    /// A time without a year is understood by the time at which the reader was made.
    private static final Duration READER_FOR = Duration.ofHours(6);

    private final Path path;
    private final FollowedLogs.Request request;
    private final LineEvents events;
    private final FollowedFile file;
    private final ByteArrayOutputStream unclear = new ByteArrayOutputStream();
    private @Nullable LogFormat format;
    private @Nullable LineReader reader;
    private @Nullable LogPlace before;
    private Instant made = Instant.MIN;

    /// @param format null to tell it from the content
    /// @param place where to begin
    FollowedLog(
            Path path,
            FollowedLogs.Request request,
            @Nullable LogFormat format,
            LineEvents events,
            Optional<LogPlace> place) {
        this.path = path;
        this.request = request;
        this.format = format;
        this.events = events;
        before = place.orElse(null);
        file = new FollowedFile(path, 0, place.map(LogPlace::octets).orElse(0L));
    }

    /// Reads some lines; false when there are none now.
    boolean next(Instant now) throws IOException {
        var block = file.next();
        if (block == null) {
            return false;
        }
        recall(now);
        if (format == null) {
            unclear.write(block.bytes(), 0, block.length());
            var whole = unclear.toByteArray();
            if (!isTold(whole)) {
                return true;
            }
            unclear.reset();
            take(whole, whole.length, now);
        } else {
            take(block.bytes(), block.length(), now);
        }
        return true;
    }

    /// Of a few lines it may not be known yet.
    private boolean isTold(byte[] lines) {
        var guess = LogFormat.guess(lines, Math.min(lines.length, HEAD));
        if (guess instanceof FormatGuess.Told told) {
            format = told.format();
        } else if (lines.length >= HEAD) {
            format = Formats.guess(path.toString(), Arrays.copyOf(lines, HEAD));
        }
        return format != null;
    }

    private void take(byte[] lines, int length, Instant now) throws IOException {
        var known = format;
        if (known != null) {
            events.take(lines, length, reader(known, now), known);
        }
    }

    private LineReader reader(LogFormat known, Instant now) throws IOException {
        var there = reader;
        if (there == null || now.isAfter(made.plus(READER_FOR))) {
            var head = file.before(HEAD, HEAD);
            there = request.map().over(known.reader(new LogContext(request.zone(), now, head)));
            reader = there;
            made = now;
        }
        return there;
    }

    /// What stands before the place where it began tells of messages that the lines behind it go on with.
    private void recall(Instant now) throws IOException {
        var place = before;
        var known = format;
        before = null;
        if (place == null || known == null) {
            return;
        }
        var lines = place.before(path, HEAD);
        int from = 0;
        while (place.octets() > lines.length && from < lines.length && lines[from++] != '\n') {
            // The first line is cut.
        }
        var whole = Arrays.copyOfRange(lines, from, lines.length);
        events.recall(whole, whole.length, reader(known, now), known);
    }

    /// How far it was read; empty where nothing was, or nothing that could be understood yet.
    Optional<LogPlace> place() throws IOException {
        if (before != null) {
            return Optional.of(before);
        }
        var known = format;
        if (known == null || unclear.size() > 0) {
            return Optional.empty();
        }
        long octets = file.place();
        return Optional.of(
                LogPlace.of(path, known.word(), octets, file.before(octets, LogPlace.PRINT)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
