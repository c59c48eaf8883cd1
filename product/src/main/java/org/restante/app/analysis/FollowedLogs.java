package org.restante.app.analysis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.SourceMap;

/// Logs that are still being written, as events: the same that [LogImport] makes of them. It goes on where it stopped, in the file that
/// was read then, whatever it is called now, and in those that were begun after it. One thread's.
public final class FollowedLogs implements Closeable {
    /// What to follow and how.
    ///
    /// @param format null to tell it from each log's content
    /// @param zone of times that name none
    public record Request(
            List<Path> files, @Nullable LogFormat format, ZoneId zone, SourceMap map) {
        public Request {
            files = List.copyOf(files);
        }
    }

    private final List<FollowedLog> logs = new ArrayList<>();

    /// Files under other names that are to be read to their end first; then the logs themselves.
    private final List<FollowedLog> older = new ArrayList<>();

    private final Consumer<String> told;

    /// @param places where it stopped; a log that has none is read from its beginning
    /// @param told hears, in a sentence, of what cannot be read any more
    public FollowedLogs(
            Knowledge knowledge,
            Request request,
            LogImport.Taker taker,
            List<LogPlace> places,
            Consumer<String> told)
            throws IOException {
        this.told = told;
        var events = new LineEvents(knowledge, taker);
        for (var path : request.files()) {
            var place = places.stream().filter(it -> it.path().equals(path.toString())).findFirst();
            begin(request, events, path, place);
        }
    }

    private void begin(Request request, LineEvents events, Path path, Optional<LogPlace> place)
            throws IOException {
        var format = place.flatMap(it -> LogFormat.of(it.format())).orElse(request.format());
        if (place.isEmpty() || place.get().isIn(path)) {
            logs.add(new FollowedLog(path, request, format, events, place));
            return;
        }
        var rotated = rotated(path, place.get());
        if (rotated.isEmpty()) {
            told.accept(
                    path
                            + ": is not the file that was read before, and no file beside it is; what was written to that one since is not read."
                            + " 'restante import FILE' takes it in, while nothing follows");
        }
        for (int i = 0; i < rotated.size(); i++) {
            older.add(
                    new FollowedLog(
                            rotated.get(i),
                            request,
                            format,
                            events,
                            i == 0 ? place : Optional.empty()));
        }
        logs.add(new FollowedLog(path, request, format, events, Optional.empty()));
    }

    /// The file that was read and those begun after it, the oldest first; none where it is gone, or was compressed.
    private static List<Path> rotated(Path path, LogPlace place) throws IOException {
        var folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file");
        var name = path.getFileName().toString();
        var beside = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var its = file.getFileName().toString();
                if (its.startsWith(name) && !its.equals(name) && Files.isRegularFile(file)) {
                    beside.add(file);
                }
            }
        }
        beside.removeIf(file -> file.toString().matches(".*\\.(gz|zst|xz|bz2)"));
        beside.sort(Comparator.comparing(file -> file.toFile().lastModified()));
        for (int i = 0; i < beside.size(); i++) {
            if (place.isIn(beside.get(i))) {
                return beside.subList(i, beside.size());
            }
        }
        return List.of();
    }

    /// Reads some lines, where there are any; false when there are none now.
    ///
    /// @throws UnknownLog when a log's first lines do not tell what writes it
    public boolean next(Instant now) throws IOException {
        while (!older.isEmpty()) {
            var first = older.getFirst();
            if (first.next(now)) {
                return true;
            }
            first.close();
            older.removeFirst();
        }
        for (var log : logs) {
            if (log.next(now)) {
                return true;
            }
        }
        return false;
    }

    /// How far each was read; none for one of which nothing was, and none at all before what is older was read.
    public List<LogPlace> places() throws IOException {
        var places = new ArrayList<LogPlace>();
        if (older.isEmpty()) {
            for (var log : logs) {
                log.place().ifPresent(places::add);
            }
        }
        return places;
    }

    @Override
    public void close() throws IOException {
        for (var log : older) {
            log.close();
        }
        for (var log : logs) {
            log.close();
        }
    }
}
