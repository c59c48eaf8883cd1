package org.restante.app.analysis;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LineEnds;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogBlocks;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;

/// What logs tell of a few messages, found by reading them once more: the first reading keeps the ids of samples alone, and joins no
/// texts to them.
public final class Histories {
    private static final int MOST_ATTEMPTS = 100;

    private final List<LogFile> files;
    private final Formats formats;

    Histories(List<LogFile> files, Formats formats) {
        this.files = List.copyOf(files);
        this.formats = formats;
    }

    /// A message by its id in a queue, which is unique within the host that wrote the log.
    record Queued(@Nullable String logHost, String id) {}

    /// An attempt at one recipient, or its end.
    record Attempt(Instant at, @Nullable String recipient, String outcome) {}

    /// @param attempts in the order of the log
    record History(@Nullable String messageId, @Nullable String sender, List<Attempt> attempts) {
        static final History NOTHING = new History(null, null, List.of());
    }

    /// The histories of those that are found; none where an input cannot be read again.
    Map<Queued, History> of(Set<Queued> wanted) throws IOException {
        if (wanted.isEmpty() || !files.stream().allMatch(LogFile::isRepeatable)) {
            return Map.of();
        }
        var search = new Search(wanted);
        var readers = new HashMap<Integer, LineReader>();
        try (var blocks = new LogBlocks(files)) {
            var block = blocks.newBlock();
            while (blocks.next(block)) {
                int file = block.file();
                var reader =
                        readers.computeIfAbsent(
                                file,
                                number ->
                                        formats.reader(
                                                files.get(number),
                                                files.get(number).newest(),
                                                blocks.head(number)));
                var bytes = block.bytes();
                for (int from = 0; from < block.length(); ) {
                    int to = LineEnds.next(bytes, from, block.length());
                    int end = LineEnds.beforeReturn(bytes, from, to);
                    if (end > from) {
                        var unused = reader.read(bytes, from, end, search::row);
                    }
                    from = to + 1;
                }
            }
        }
        return search.found();
    }

    private static final class Search {
        private final Set<Queued> wanted;
        private final Map<Queued, String> messageIds = new HashMap<>();
        private final Map<Queued, String> senders = new HashMap<>();
        private final Map<Queued, List<Attempt>> attempts = new HashMap<>();

        Search(Set<Queued> wanted) {
            this.wanted = wanted;
        }

        void row(LogRow row) {
            var id = row.text(Field.QUEUE_ID);
            if (id == null) {
                return;
            }
            var queued = new Queued(row.text(Field.LOG_HOST), id);
            if (!wanted.contains(queued)) {
                return;
            }
            keep(messageIds, queued, row.text(Field.MESSAGE_ID));
            keep(senders, queued, row.text(Field.REVERSE_PATH));
            var outcome = outcome(row);
            var all = attempts.computeIfAbsent(queued, _ -> new ArrayList<>());
            if (outcome != null && all.size() < MOST_ATTEMPTS) {
                all.add(
                        new Attempt(
                                Instant.ofEpochMilli(row.time),
                                row.text(Field.RECIPIENT),
                                outcome));
            }
        }

        private static void keep(Map<Queued, String> told, Queued queued, @Nullable String value) {
            if (value != null) {
                told.putIfAbsent(queued, value);
            }
        }

        private static @Nullable String outcome(LogRow row) {
            if (row.time == Long.MIN_VALUE) {
                return null;
            }
            return switch (row.kind) {
                case DEFERRED, BOUNCED -> row.text(Field.TEXT);
                case DELIVERED, HANDED_ON -> "accepted";
                case EXPIRED -> "given up: its time was over";
                case WITHDRAWN,
                        SUSPENDED,
                        RECEIVED,
                        DESCRIBED,
                        REMOVED,
                        COMPLAINED,
                        BOUNCED_LATER,
                        NOTED ->
                        null;
            };
        }

        Map<Queued, History> found() {
            var found = new HashMap<Queued, History>();
            attempts.forEach((queued, all) ->
                    found.put(
                            queued, new History(messageIds.get(queued), senders.get(queued), all)));
            return found;
        }
    }
}
