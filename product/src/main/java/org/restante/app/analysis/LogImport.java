package org.restante.app.analysis;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogBlocks;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.SourceMap;

/// Makes events of another server's log. The same log gives the same events with the same ids each time; what a line does not say and an
/// earlier one of its message did (`Message-ID`, sender) is put in.
public final class LogImport {
    /// What to read and how.
    ///
    /// @param format null to tell it from the content
    /// @param zone of times that name none
    public record Request(
            List<LogFile> files, @Nullable LogFormat format, ZoneId zone, SourceMap map) {
        public Request {
            files = List.copyOf(files);
        }
    }

    /// What was read.
    ///
    /// @param unparsed lines that belong to mail delivery but could not be understood
    public record Result(
            long lines, long events, long unparsed, @Nullable Instant from, @Nullable Instant to) {}

    /// Takes an event's line.
    @FunctionalInterface
    public interface Taker {
        void take(byte[] line) throws IOException;
    }

    private final Request request;
    private final LineEvents lines;

    private LogImport(Knowledge knowledge, Request request, Taker taker) {
        this.request = request;
        lines = new LineEvents(knowledge, taker);
    }

    /// Reads it all; each event is handed on as a line.
    public static Result run(Knowledge knowledge, Request request, Taker taker) throws IOException {
        return new LogImport(knowledge, request, taker).read();
    }

    private Result read() throws IOException {
        var files = new FileTimes(request.format(), request.zone()).inOrder(request.files());
        try (var blocks = new LogBlocks(files)) {
            var block = blocks.newBlock();
            LogFormat format = null;
            LineReader reader = null;
            int file = -1;
            while (blocks.next(block)) {
                if (reader == null || format == null || block.file() != file) {
                    file = block.file();
                    format = format(files.get(file), blocks.head(file));
                    reader = reader(format, files.get(file), blocks.head(file));
                }
                lines.take(block.bytes(), block.length(), reader, format);
            }
        }
        return lines.result();
    }

    private LogFormat format(LogFile log, byte[] head) {
        var wanted = request.format();
        return wanted == null ? Formats.guess(log.name(), head) : wanted;
    }

    private LineReader reader(LogFormat format, LogFile log, byte[] head) {
        return request.map()
                .over(format.reader(new LogContext(request.zone(), log.newest(), head)));
    }
}
