package org.restante.app.analysis;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.RowSink;
import org.restante.record.logs.SourceMap;

/// When logs begin and end, told from their first and last lines.
final class FileTimes {
    private static final int PIECE = 1 << 18;

    private final Formats formats;

    FileTimes(@Nullable LogFormat format, ZoneId zone) {
        formats = new Formats(format, zone, SourceMap.NOTHING);
    }

    private record Begun(LogFile file, Instant at) {}

    /// The files in the order of their first lines; those that tell no time come last, as they were given.
    List<LogFile> inOrder(List<LogFile> files) throws IOException {
        if (files.size() < 2) {
            return files;
        }
        var begun = new ArrayList<Begun>();
        for (var file : files) {
            var head = file.isRepeatable() ? file.head(PIECE) : new byte[0];
            begun.add(new Begun(file, times(file, head, 0).earliest().orElse(Instant.MAX)));
        }
        begun.sort(Comparator.comparing(Begun::at));
        return begun.stream().map(Begun::file).toList();
    }

    /// The newest time of all.
    Optional<Instant> end(List<LogFile> files) throws IOException {
        var ends = new ArrayList<Instant>();
        for (var file : files) {
            var tail = file.isRepeatable() ? file.tail(PIECE) : new byte[0];
            ends.add(times(file, tail, firstLine(file, tail)).latest().orElse(file.newest()));
        }
        return ends.stream().max(Comparator.naturalOrder());
    }

    /// Where the first whole line of a tail begins.
    private static int firstLine(LogFile file, byte[] tail) {
        if (file.size() <= tail.length) {
            return 0;
        }
        int at = 0;
        while (at < tail.length && tail[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static final class Times {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void add(long time) {
            if (time != Long.MIN_VALUE) {
                first = Math.min(first, time);
                last = Math.max(last, time);
            }
        }

        Optional<Instant> earliest() {
            return first == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(first));
        }

        Optional<Instant> latest() {
            return last == Long.MIN_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(last));
        }
    }

    private Times times(LogFile file, byte[] piece, int from) throws IOException {
        var times = new Times();
        if (piece.length == 0) {
            return times;
        }
        var reader = formats.reader(file, file.newest(), file.head(PIECE));
        RowSink sink = row -> times.add(row.time);
        int start = from;
        for (int at = from; at < piece.length; at++) {
            if (piece[at] == '\n') {
                reader.read(piece, start, at > start && piece[at - 1] == '\r' ? at - 1 : at, sink);
                start = at + 1;
            }
        }
        return times;
    }
}
