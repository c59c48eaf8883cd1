package org.restante.app.analysis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventId;
import org.restante.mail.event.EventJson;
import org.restante.meaning.verdict.Verdict;
import org.restante.record.logs.Events;
import org.restante.record.logs.Given;
import org.restante.record.logs.LineEnds;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Makes events of the lines of another server's logs, each with an id that is made of its line. What a line does not say and an earlier one of
/// its message did (`Message-ID`, sender) is put in. One thread's.
final class LineEvents {
    /// Messages and lines that are remembered at a time.
    private static final int REMEMBERED = 100_000;

    private static final int ROWS_OF_A_LINE = 32;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /// What an earlier line told of a message.
    ///
    /// @param given what a map gave to it
    private record Described(
            @Nullable String messageId, @Nullable String reversePath, @Nullable Given given) {}

    private final LogImport.Taker taker;
    private final KnownMeaning meaning;
    private final KnownPlaces places;
    private final Map<String, Described> described = remembering();
    private final Map<Long, Integer> equal = remembering();
    private String origin = "";
    private byte[] line = new byte[0];
    private int ordinal;
    private int row;
    private boolean isKnown;
    private long lines;
    private long events;
    private long unparsed;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private @Nullable IOException trouble;

    LineEvents(Knowledge knowledge, LogImport.Taker taker) {
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

    /// Takes whole lines.
    void take(byte[] block, int length, LineReader reader, LogFormat format) throws IOException {
        origin = format.word();
        int from = 0;
        while (from < length) {
            int to = LineEnds.next(block, from, length);
            int end = LineEnds.beforeReturn(block, from, to);
            if (end > from) {
                line(block, from, end, reader);
            }
            lines++;
            from = to + 1;
        }
    }

    /// Takes lines that were taken before: they make no events, but what they tell of a message is known again.
    void recall(byte[] block, int length, LineReader reader, LogFormat format) throws IOException {
        long counted = lines;
        long failed = unparsed;
        isKnown = true;
        try {
            take(block, length, reader, format);
        } finally {
            isKnown = false;
            lines = counted;
            unparsed = failed;
        }
    }

    /// What was made so far.
    LogImport.Result result() {
        return new LogImport.Result(lines, events, unparsed, first, last);
    }

    private void line(byte[] block, int from, int to, LineReader reader) throws IOException {
        line = Arrays.copyOfRange(block, from, to);
        ordinal = equal.merge(hash(line), 1, Integer::sum) - 1;
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

    private static long hash(byte[] line) {
        long hash = line.length;
        for (byte octet : line) {
            hash = hash * PRIME + octet;
        }
        return hash;
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
        if (before != null && before.given() != null) {
            before.given().to(told);
        }
        if (told.kind == Kind.REMOVED) {
            described.remove(key);
            return;
        }
        var given = isAttempt(told) ? before == null ? null : before.given() : Given.of(told);
        if (told.has(Field.MESSAGE_ID) || told.has(Field.REVERSE_PATH) || given != null) {
            described.put(
                    key,
                    new Described(
                            told.text(Field.MESSAGE_ID), told.text(Field.REVERSE_PATH), given));
        }
    }

    /// What is given to an attempt holds for it alone.
    private static boolean isAttempt(LogRow told) {
        return told.kind != Kind.RECEIVED && told.kind != Kind.DESCRIBED;
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
        if (isKnown) {
            return;
        }
        taker.take(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        events++;
        first = first == null || event.time().isBefore(first) ? event.time() : first;
        last = last == null || event.time().isAfter(last) ? event.time() : last;
    }
}
