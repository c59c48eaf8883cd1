package org.restante.record.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.Block;
import org.restante.record.logs.Bytes;
import org.restante.record.logs.LineEnds;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import org.restante.record.logs.RowSink;

/// One thread's first step: the lines of a block become a [RowBatch]. Names become numbers here, and similar refusals one
/// group, so that what follows in order is cheap.
final class Intake implements RowSink {
    private static final int SAMPLES = 20;
    private static final int LONGEST_SAMPLE = 400;
    private static final int MOST_PLACES = 1 << 20;
    private static final long WORTH_A_NAME_MS = 3_600_000;

    /// No log that is read here is older, and no line newer than its file by more than the leeway for copied files: one line of
    /// 1970 or of the year 9026 would stretch the whole log.
    private static final long OLDEST =
            java.time.Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();

    private static final long LEEWAY = java.time.Duration.ofDays(2 * 366).toMillis();

    private final Dictionaries all;
    private final boolean countsAll;
    private final Meaning meaning;
    private final Names.Reader domains;
    private final Names.Reader hosts;
    private final Names.Reader sources;
    private final Names.Reader pools;
    private final Names.Reader streams;
    private final Names.Reader senders;
    private final NamedAddresses.Reader named;
    private final KnownPlaces places;

    /// Combinations by all that they were told from.
    private LongTable combinations = new LongTable(1024);

    private final LongTable replies = new LongTable(1024);
    private final LongTable sampled = new LongTable(1024);

    private final Spellings spellings;
    private byte[] withStatus = new byte[512];
    private RowBatch batch = new RowBatch();
    private long newest;
    private boolean untimed;

    /// @param countsAll whether rows of any time count
    Intake(Dictionaries all, Meaning meaning, boolean countsAll) {
        this.countsAll = countsAll;
        this.all = all;
        this.meaning = meaning;
        domains = all.combinations.domains.reader();
        hosts = all.combinations.hosts.reader();
        sources = all.combinations.sources.reader();
        pools = all.combinations.pools.reader();
        streams = all.streams.reader();
        senders = all.senders.reader();
        named = new NamedAddresses.Reader(all.named);
        spellings = new Spellings(named);
        places = new KnownPlaces(all.combinations);
    }

    /// Reads every line of the block into `into`.
    void read(Block block, LineReader reader, LogFile file, RowBatch into) {
        newest = file.newest().toEpochMilli() + LEEWAY;
        batch = into;
        batch.clear(block.number(), block.file());
        var bytes = block.bytes();
        int end = block.length();
        int from = 0;
        while (from < end) {
            int to = LineEnds.next(bytes, from, end);
            int length = LineEnds.beforeReturn(bytes, from, to);
            if (length > from && !understood(bytes, from, length, reader)) {
                unparsed(bytes, from, length, file.name());
            }
            batch.lines++;
            from = to + 1;
        }
        batch.bytes = end;
        TimeOrder.within(batch);
        named.handOver();
    }

    /// What has no time, or one that the log cannot hold, cannot be placed and counts as not understood.
    private boolean understood(byte[] bytes, int from, int to, LineReader reader) {
        untimed = false;
        return reader.read(bytes, from, to, this) != LineReader.Reading.UNPARSED && !untimed;
    }

    private void unparsed(byte[] bytes, int from, int to, String fileName) {
        batch.unparsed++;
        if (batch.samples.size() < SAMPLES) {
            int end = Math.min(to, from + LONGEST_SAMPLE);
            var text = new String(bytes, from, end - from, java.nio.charset.StandardCharsets.UTF_8);
            batch.samples.add(new UnparsedLine(fileName, batch.lines + 1, text));
        }
    }

    /// A line that only says that a message came in needs no row where all of the log is asked for: it is counted.
    private boolean isOnlyReceived(LogRow row) {
        return countsAll
                && row.kind == Kind.RECEIVED
                && !row.has(Field.REVERSE_PATH)
                && !row.has(Field.STREAM)
                && !row.has(Field.CAMPAIGN)
                && !row.has(Field.SOURCE)
                && !row.has(Field.SOURCE_IP)
                && !row.has(Field.POOL);
    }

    @Override
    public void accept(LogRow row) {
        if (row.time < OLDEST || row.time > newest) {
            untimed = true;
            return;
        }
        if (isOnlyReceived(row)) {
            batch.received++;
            return;
        }
        int at = batch.add();
        batch.kind[at] = row.kind;
        batch.time[at] = row.time;
        batch.stage[at] = row.stage;
        batch.queue[at] = queue(row);
        batch.delay[at] = row.delay;
        batch.reply[at] = RowBatch.NONE;
        batch.stream[at] = stream(row);
        batch.sender[at] = sender(row);
        batch.ranks[at] = row.isMapped ? ranks(row) : 0;
        batch.message[at] = 0;
        batch.combination[at] = 0;
        switch (row.kind) {
            case RECEIVED, DESCRIBED -> {
                if (row.isMapped) {
                    arrival(row, at);
                }
            }
            case REMOVED -> {}
            case DELIVERED, EXPIRED, WITHDRAWN, COMPLAINED, BOUNCED_LATER -> place(row, at);
            case HANDED_ON -> {
                place(row, at);
                batch.handedTo[at] = queue(row, Field.HANDED_TO);
            }
            case DEFERRED, BOUNCED, SUSPENDED, NOTED -> {
                place(row, at);
                refusal(row, at);
            }
        }
    }

    private static long queue(LogRow row) {
        if (row.has(Field.QUEUE_ID)) {
            return queue(row, Field.QUEUE_ID);
        }
        return row.has(Field.MESSAGE_ID) ? hash(row, Field.MESSAGE_ID) : 0;
    }

    private static long queue(LogRow row, Field id) {
        long queue = hash(row, id);
        return row.has(Field.LOG_HOST) ? ByteHash.join(queue, hash(row, Field.LOG_HOST)) : queue;
    }

    private static long hash(LogRow row, Field field) {
        return ByteHash.of(row.bytes(field), row.start(field), row.end(field));
    }

    /// The declared stream, else the job or campaign the log names, else the domain of the envelope sender, which every log has and is no guess.
    private int stream(LogRow row) {
        if (row.has(Field.STREAM)) {
            return id(streams, row, Field.STREAM);
        }
        if (row.has(Field.CAMPAIGN)) {
            return id(streams, row, Field.CAMPAIGN);
        }
        if (row.kind == Kind.REMOVED || !row.has(Field.REVERSE_PATH)) {
            return Names.UNKNOWN;
        }
        return domain(streams, row, Field.REVERSE_PATH);
    }

    /// The domain that people see a message from, else the envelope's; unknown where that is the stream already.
    private int sender(LogRow row) {
        boolean isStream = !row.has(Field.STREAM) && !row.has(Field.CAMPAIGN);
        if (row.has(Field.FROM_DOMAIN)) {
            return isStream && isOfEnvelope(row)
                    ? Names.UNKNOWN
                    : id(senders, row, Field.FROM_DOMAIN);
        }
        return isStream || !row.has(Field.REVERSE_PATH)
                ? Names.UNKNOWN
                : domain(senders, row, Field.REVERSE_PATH);
    }

    private static boolean isOfEnvelope(LogRow row) {
        int length = row.length(Field.FROM_DOMAIN);
        int from = row.end(Field.REVERSE_PATH) - length;
        return row.length(Field.REVERSE_PATH) > length
                && row.bytes(Field.REVERSE_PATH)[from - 1] == '@'
                && name(row, Field.FROM_DOMAIN)
                        == ByteHash.ignoringCase(
                                row.bytes(Field.REVERSE_PATH), from, from + length);
    }

    private static int ranks(LogRow row) {
        var stream = row.has(Field.STREAM) ? Field.STREAM : Field.CAMPAIGN;
        return Ranks.of(
                row.has(stream)
                        ? row.rank(stream)
                        : row.has(Field.REVERSE_PATH) ? Ranks.SENDER : LogRow.ABSENT,
                row.rank(sourceField(row)),
                row.rank(Field.POOL));
    }

    private static Field sourceField(LogRow row) {
        return row.isSourceNamed && row.has(Field.SOURCE) || !row.has(Field.SOURCE_IP)
                ? Field.SOURCE
                : Field.SOURCE_IP;
    }

    private void arrival(LogRow row, int at) {
        var egress = egress(row);
        boolean isDeclared = Ranks.stream(batch.ranks[at]) < Ranks.SENDER;
        if (isDeclared || !egress.equals(Egress.UNKNOWN)) {
            batch.stream[at] =
                    all.arrivals.number(
                            new Arrivals.Arrival(
                                    batch.stream[at], batch.sender[at], egress, batch.ranks[at]));
        }
    }

    private void place(LogRow row, int at) {
        batch.message[at] = message(row, batch.queue[at]);
        var host = row.has(Field.MX_HOST) ? Field.MX_HOST : Field.MX_IP;
        long source = ByteHash.join(name(row, Field.SOURCE), name(row, Field.SOURCE_IP));
        long ours = ByteHash.join(source, name(row, Field.POOL));
        long theirs = ByteHash.join(domain(row), name(row, host));
        long all = ByteHash.join(ours, theirs);
        int id = combinations.get(all);
        if (id < 0) {
            id = combination(row, host);
            remember(all, id);
        }
        batch.combination[at] = id;
    }

    private void remember(long place, int id) {
        if (combinations.size() == MOST_PLACES) {
            combinations = new LongTable(1024);
        }
        combinations.put(place, id);
    }

    private int combination(LogRow row, Field hostField) {
        int domain =
                row.has(Field.RECIPIENT)
                        ? domain(domains, row, Field.RECIPIENT)
                        : id(domains, row, Field.QUEUE_DOMAIN);
        return all.combinations.id(domain, id(hosts, row, hostField), egress(row));
    }

    private Egress egress(LogRow row) {
        return new Egress(
                id(sources, row, Field.SOURCE),
                id(sources, row, Field.SOURCE_IP),
                id(pools, row, Field.POOL),
                row.isSourceNamed);
    }

    /// What tells a name from others.
    private static long name(LogRow row, Field field) {
        return row.has(field)
                ? ByteHash.ignoringCase(row.bytes(field), row.start(field), row.end(field))
                : 0;
    }

    private static long domain(LogRow row) {
        if (!row.has(Field.RECIPIENT)) {
            return name(row, Field.QUEUE_DOMAIN);
        }
        var bytes = row.bytes(Field.RECIPIENT);
        int end = row.end(Field.RECIPIENT);
        int at = Bytes.findLast(bytes, row.start(Field.RECIPIENT), end, (byte) '@');
        return at < 0 ? 0 : ByteHash.ignoringCase(bytes, at + 1, end);
    }

    private static long message(LogRow row, long queue) {
        if (!row.has(Field.RECIPIENT)) {
            return queue;
        }
        long recipient =
                ByteHash.ignoringCase(
                        row.bytes(Field.RECIPIENT),
                        row.start(Field.RECIPIENT),
                        row.end(Field.RECIPIENT));
        if (queue != 0) {
            return ByteHash.join(queue, recipient);
        }
        long sender = row.has(Field.REVERSE_PATH) ? hash(row, Field.REVERSE_PATH) : 1;
        return ByteHash.join(ByteHash.join(recipient, sender), row.queuedAt);
    }

    private static int id(Names.Reader names, LogRow row, Field field) {
        return names.id(row.bytes(field), row.start(field), row.end(field));
    }

    private static int domain(Names.Reader names, LogRow row, Field field) {
        var bytes = row.bytes(field);
        int end = row.end(field);
        int at = Bytes.findLast(bytes, row.start(field), end, (byte) '@');
        return at < 0 ? Names.UNKNOWN : names.id(bytes, at + 1, end);
    }

    private void refusal(LogRow row, int at) {
        var text = row.bytes(Field.TEXT);
        int from = row.start(Field.TEXT);
        int to = row.end(Field.TEXT);
        var provider = places.provider(batch.combination[at]);
        long spelling = spelling(row, text, from, to, provider);
        int known = spellings.find(spelling);
        if (known < 0) {
            known = spellings.enter(spelling, group(row, at, provider), text, from, to);
        }
        int group = spellings.group(known);
        batch.reply[at] = group;
        if (row.kind != Kind.SUSPENDED) {
            named.count(spellings.address(known, row, provider));
            sample(row, at, group);
        }
        if (row.kind == Kind.DEFERRED && row.delay >= WORTH_A_NAME_MS) {
            batch.recipient[at] = row.text(Field.RECIPIENT);
        }
    }

    /// A hash of all that decides what a refusal means.
    private static long spelling(
            LogRow row, byte[] text, int from, int to, @Nullable String provider) {
        long whole = ByteHash.join(ByteHash.of(text, from, to), hash(row, Field.STATUS));
        return ByteHash.join(whole, about(row, provider));
    }

    private static long about(LogRow row, @Nullable String provider) {
        int stage = row.stage == null ? 0 : row.stage.ordinal() + 1;
        int trouble = row.trouble == null ? 0 : row.trouble.ordinal() + 1;
        long who = provider == null ? 7 : provider.hashCode();
        return who << 16 | stage << 8 | trouble;
    }

    /// The group of similar refusals that this one belongs to.
    private int group(LogRow row, int at, @Nullable String provider) {
        var text = row.bytes(Field.TEXT);
        int from = row.start(Field.TEXT);
        int to = row.end(Field.TEXT);
        if (row.has(Field.STATUS) && !beginsWithCode(text, from, to)) {
            to = prefixStatus(row, text, from, to);
            from = 0;
            text = withStatus;
        }
        long key = ByteHash.join(meaning.likeness(text, from, to), about(row, provider));
        int id = replies.get(key);
        if (id < 0) {
            id =
                    all.refusals.id(
                            key,
                            position(at),
                            meaning,
                            text,
                            from,
                            to,
                            row.stage,
                            row.trouble,
                            provider,
                            () -> people(row));
            replies.put(key, id);
        }
        return id;
    }

    /// Where a row stands in the input, so that of two threads' finds the earlier one is kept.
    private long position(int at) {
        return batch.number << 24 | at;
    }

    /// One of each stretch of a group's time is kept as it is.
    private void sample(LogRow row, int at, int group) {
        int stretch = (int) (row.time / RefusalGroup.STRETCH);
        if (sampled.get(group + 1L) != stretch) {
            sampled.put(group + 1L, stretch);
            all.refusals
                    .get(group)
                    .sample(
                            position(at),
                            new RefusalGroup.Sample(
                                    row.time,
                                    all.combinations.get(batch.combination[at]),
                                    batch.stream[at] == Names.UNKNOWN
                                            ? null
                                            : all.streams.name(batch.stream[at]),
                                    row.text(Field.LOG_HOST),
                                    row.text(Field.QUEUE_ID),
                                    row.text(Field.MESSAGE_ID),
                                    row.text(Field.REVERSE_PATH),
                                    row.text(Field.RECIPIENT),
                                    row.text(Field.SOURCE),
                                    row.text(Field.SOURCE_IP),
                                    row.text(Field.TENANT),
                                    text(row)));
        }
    }

    private static List<String> people(LogRow row) {
        return Stream.of(
                        row.text(Field.RECIPIENT),
                        row.text(Field.ORIGINAL_RECIPIENT),
                        row.text(Field.REVERSE_PATH))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String text(LogRow row) {
        var text = row.text(Field.TEXT);
        return text == null ? "" : text;
    }

    private static boolean beginsWithCode(byte[] text, int from, int to) {
        return to - from >= 3
                && Bytes.isDigit(text[from])
                && Bytes.isDigit(text[from + 1])
                && Bytes.isDigit(text[from + 2]);
    }

    /// `4.4.3 Host or domain name not found`: the log's own status code says what a text without a code leaves open.
    private int prefixStatus(LogRow row, byte[] text, int from, int to) {
        int status = row.length(Field.STATUS);
        int length = status + 1 + to - from;
        if (withStatus.length < length) {
            withStatus = new byte[length * 2];
        }
        System.arraycopy(row.bytes(Field.STATUS), row.start(Field.STATUS), withStatus, 0, status);
        withStatus[status] = ' ';
        System.arraycopy(text, from, withStatus, status + 1, to - from);
        return length;
    }
}
