package org.restante.app.analysis;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.FormatGuess;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.SourceMap;

/// Which reader reads which file, and which kinds of log were met. Guarded by itself.
final class Formats {
    private final @Nullable LogFormat wanted;
    private final ZoneId zone;
    private final SourceMap map;
    private final Map<LogFile, LogFormat> formats = new HashMap<>();

    /// @param wanted null to tell each file's kind from its content
    Formats(@Nullable LogFormat wanted, ZoneId zone, SourceMap map) {
        this.wanted = wanted;
        this.zone = zone;
        this.map = map;
    }

    LineReader reader(LogFile log, Instant newest, byte[] head) {
        return map.over(format(log, head).reader(new LogContext(zone, newest, head)));
    }

    private synchronized LogFormat format(LogFile log, byte[] head) {
        return formats.computeIfAbsent(
                log, ignored -> wanted != null ? wanted : guess(log.name(), head));
    }

    /// @throws UnknownLog when its first octets do not tell
    static LogFormat guess(String log, byte[] head) {
        return switch (LogFormat.guess(head, head.length)) {
            case FormatGuess.Told told -> told.format();
            case FormatGuess.Unclear unclear -> throw new UnknownLog(log + ": " + unclear.why());
        };
    }

    /// The kinds met, joined by `+`; empty when nothing was read.
    synchronized String name() {
        return formats.values().stream()
                .map(LogFormat::word)
                .distinct()
                .sorted()
                .collect(Collectors.joining("+"));
    }
}
