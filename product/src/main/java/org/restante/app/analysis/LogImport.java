package org.restante.app.analysis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventId;
import org.restante.mail.event.EventJson;
import org.restante.meaning.verdict.Verdict;
import org.restante.record.logs.Events;
import org.restante.record.logs.FormatGuess;
import org.restante.record.logs.LineEnds;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogBlocks;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import org.restante.record.logs.SourceMap;

/// Makes events of another server's log. The same log gives the same events with the same ids each time; what a line does not say and an
/// earlier one of its message did (`Message-ID`, sender) is put in.
public final class LogImport {
    /// Messages and lines that are remembered at a time.
    private static final int REMEMBERED = 100_000;

    private static final int ROWS_OF_A_LINE = 32;

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

    /// What an earlier line told of a message.
    private record Described(@Nullable String messageId, @Nullable String reversePath) {}

    private final Request request;
    private final Taker taker;
    private final KnownMeaning meaning;
    private final KnownPlaces places;
    private final Map<String, Described> described = remembering();
    private final Map<Integer, Integer> equal = remembering();
    private String origin = "";
    private byte[] line = new byte[0];
    private int ordinal;
    private int row;
    private long lines;
    private long events;
    private long unparsed;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private @Nullable IOException trouble;

    private LogImport(Knowledge knowledge, Request request, Taker taker) {
        this.request = request;
        this.taker = taker;
        meaning = new KnownMeaning(knowledge);
        places = new KnownPlaces(knowledge.providers());
    }

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /// Reads it all; each event is handed on as a line.
    public static Result run(Knowledge knowledge, Request request, Taker taker) throws IOException {
        return new LogImport(knowledge, request, taker).read();
    }

    private Result read() throws IOException {
        var files = new FileTimes(request.format(), request.zone()).inOrder(request.files());
        try (var blocks = new LogBlocks(files)) {
            var block = blocks.newBlock();
            LineReader reader = null;
            int file = -1;
            while (blocks.next(block)) {
                if (reader == null || block.file() != file) {
                    file = block.file();
                    reader = reader(files.get(file), blocks.head(file));
                }
                int from = 0;
                while (from < block.length()) {
                    int to = LineEnds.next(block.bytes(), from, block.length());
                    int end = LineEnds.beforeReturn(block.bytes(), from, to);
                    if (end > from) {
                        line(block.bytes(), from, end, reader);
                    }
                    lines++;
                    from = to + 1;
                }
            }
        }
        return new Result(lines, events, unparsed, first, last);
    }

    private LineReader reader(LogFile log, byte[] head) {
        var format = request.format() == null ? guess(log, head) : request.format();
        origin = format.word();
        return request.map()
                .over(format.reader(new LogContext(request.zone(), log.newest(), head)));
    }

    private static LogFormat guess(LogFile log, byte[] head) {
        return switch (LogFormat.guess(head, head.length)) {
            case FormatGuess.Told told -> told.format();
            case FormatGuess.Unclear unclear ->
                    throw new UnknownLog(log.name() + ": " + unclear.why());
        };
    }

    private void line(byte[] block, int from, int to, LineReader reader) throws IOException {
        line = Arrays.copyOfRange(block, from, to);
        ordinal = equal.merge(Arrays.hashCode(line), 1, Integer::sum) - 1;
        row = 0;
        if (isOwn()) {
            own();
        } else if (reader.read(block, from, to, this::row) == LineReader.Reading.UNPARSED) {
            unparsed++;
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    /// An event of ours has its id already.
    private boolean isOwn() {
        return origin.equals("restante");
    }

    private void own() throws IOException {
        try {
            take(EventJson.read(line, 0, line.length));
        } catch (IllegalArgumentException e) {
            unparsed++;
        }
    }

    private void row(LogRow told) {
        remember(told);
        var verdict = verdict(told);
        var host = told.text(Field.LOG_HOST);
        long number = (long) ordinal * ROWS_OF_A_LINE + row++;
        var id = EventId.imported(origin, host == null ? "" : host, line, 0, line.length, number);
        try {
            var event = Events.of(told, id, origin, verdict, provider(told));
            if (event.isPresent()) {
                take(event.get());
            }
        } catch (IOException e) {
            trouble = e;
        }
    }

    private void remember(LogRow told) {
        var queue = told.text(Field.QUEUE_ID);
        if (queue == null) {
            return;
        }
        var host = told.text(Field.LOG_HOST);
        var key = host == null ? queue : host + ' ' + queue;
        var before = described.get(key);
        if (before != null && !told.has(Field.MESSAGE_ID) && before.messageId() != null) {
            told.put(Field.MESSAGE_ID, before.messageId());
        }
        if (before != null && !told.has(Field.REVERSE_PATH) && before.reversePath() != null) {
            told.put(Field.REVERSE_PATH, before.reversePath());
        }
        if (told.kind == Kind.REMOVED) {
            described.remove(key);
        } else if (told.has(Field.MESSAGE_ID) || told.has(Field.REVERSE_PATH)) {
            described.put(
                    key, new Described(told.text(Field.MESSAGE_ID), told.text(Field.REVERSE_PATH)));
        }
    }

    private @Nullable String provider(LogRow told) {
        var recipient = told.text(Field.RECIPIENT);
        int at = recipient == null ? -1 : recipient.lastIndexOf('@');
        var domain =
                recipient != null && at >= 0
                        ? recipient.substring(at + 1)
                        : told.text(Field.QUEUE_DOMAIN);
        return domain == null ? null : places.of(told.text(Field.MX_HOST), domain).provider();
    }

    private @Nullable Verdict verdict(LogRow told) {
        var text = told.text(Field.TEXT);
        boolean isRefusal = told.kind == Kind.DEFERRED || told.kind == Kind.BOUNCED;
        if (!isRefusal || text == null) {
            return null;
        }
        var status = told.text(Field.STATUS);
        boolean hasCode =
                text.length() >= 3 && text.substring(0, 3).chars().allMatch(Character::isDigit);
        var whole =
                (hasCode || status == null ? text : status + ' ' + text)
                        .getBytes(StandardCharsets.UTF_8);
        return meaning.judge(whole, 0, whole.length, told.stage, told.trouble, provider(told));
    }

    private void take(Event event) throws IOException {
        taker.take(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        events++;
        first = first == null || event.time().isBefore(first) ? event.time() : first;
        last = last == null || event.time().isAfter(last) ? event.time() : last;
    }
}
