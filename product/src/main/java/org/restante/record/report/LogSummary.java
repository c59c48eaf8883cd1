package org.restante.record.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogFile;
import org.restante.record.report.Backlog.By;

/// What was counted, as the tables of an [Analysis].
public final class LogSummary {
    private static final int PERSISTENT_ROWS = 50;
    private static final int NAMED = 50;
    private static final int HEAT_ROWS = 12;
    private static final int HEAT_COLUMNS = 24;
    private static final int COURSES = 8;

    private final Ledger ledger;
    private final List<LogFile> files;
    private final long bytes;
    private final Caveats caveats;
    private final List<Combination> known = new ArrayList<>();
    private final Map<String, String> addressOfName = new HashMap<>();

    /// @param bytes of text, also of what was passed over
    LogSummary(Ledger ledger, List<LogFile> files, long bytes, Caveats caveats) {
        this.ledger = ledger;
        this.files = files;
        this.bytes = bytes;
        this.caveats = caveats;
    }

    /// What the figures are to be read with.
    public Caveats caveats() {
        return caveats;
    }

    /// By number, each from the address that its source's name stands for.
    private List<Combination> combinations() {
        int size = ledger.combinations.size();
        if (known.size() != size) {
            know(size);
        }
        return known;
    }

    private void know(int size) {
        var addresses = new SourceAddresses();
        for (int i = 0; i < size; i++) {
            if (ledger.combinations.attempts(i) > 0) {
                addresses.learn(ledger.names.combinations.egress(i));
            }
        }
        known.clear();
        for (int i = 0; i < size; i++) {
            known.add(known(i, addresses));
        }
    }

    private Combination known(int i, SourceAddresses addresses) {
        var all = ledger.names.combinations;
        var told = all.get(i);
        if (ledger.combinations.attempts(i) == 0) {
            return told;
        }
        var from = all.get(all.known(i, addresses));
        if (told.source() != null && from.source() != null && !from.equals(told)) {
            addressOfName.put(told.source(), from.source());
        }
        return from;
    }

    /// What a source is called in the tables that a line names so: by its address where the log tells which that is.
    public @Nullable String source(@Nullable String told) {
        return combinations().isEmpty() || told == null
                ? told
                : addressOfName.getOrDefault(told, told);
    }

    /// The newest attempt, null when there is none.
    public @Nullable Instant newest() {
        return ledger.to == Long.MIN_VALUE ? null : Instant.ofEpochMilli(ledger.to);
    }

    /// A group of similar refusals, by the number that listeners were told.
    public RefusalGroup refusal(int reply) {
        return ledger.groups.get(reply);
    }

    /// All groups of similar refusals.
    public List<RefusalGroup> refusals() {
        return List.copyOf(ledger.groups);
    }

    /// The recipient domains with most refusals among the combinations asked for, most first.
    public List<String> refusedDomains(Predicate<Combination> wanted, int limit) {
        var refused = new HashMap<String, Long>();
        for (int i = 0; i < ledger.combinations.size(); i++) {
            long count = ledger.combinations.deferredOf(i) + ledger.combinations.bouncedOf(i);
            if (count > 0) {
                var combination = combinations().get(i);
                if (wanted.test(combination)) {
                    refused.merge(combination.domain(), count, Long::sum);
                }
            }
        }
        return most(refused, limit);
    }

    /// @param top rows a table shows before the rest is summed up as "(others)"
    /// @param floor rows with fewer messages join the others
    public Analysis analysis(String format, int top, int floor, @Nullable Duration took) {
        return new Analysis(
                input(format, took),
                totals(),
                tables(top, floor),
                replies(top),
                persistence(),
                timeline(),
                heat(),
                ledger.names.named.mostNamed(NAMED),
                backlog(top));
    }

    private Input input(String format, @Nullable Duration took) {
        boolean any = ledger.from <= ledger.to;
        return new Input(
                files.stream().map(LogFile::name).toList(),
                format,
                bytes,
                ledger.lines,
                ledger.events,
                ledger.unparsed,
                any ? Instant.ofEpochMilli(ledger.from) : null,
                any ? Instant.ofEpochMilli(ledger.to) : null,
                took,
                ledger.samples,
                caveats);
    }

    private Totals totals() {
        return new Totals(
                ledger.delivered + ledger.deferred + ledger.bounced,
                ledger.delivered,
                ledger.deferred,
                ledger.bounced,
                ledger.suspended,
                ledger.expired,
                ledger.received,
                ledger.messages,
                ledger.messagesDeferred,
                ledger.deferredThenDelivered,
                ledger.deferredThenGivenUp,
                ledger.deferrals.size(),
                Tally.quantile(ledger.delivery(), 0.5),
                Tally.quantile(ledger.delivery(), 0.9),
                Tally.quantile(ledger.recovery, 0.5),
                Tally.quantile(ledger.recovery, 0.9),
                ledger.handedOn);
    }

    private Tables tables(int top, int floor) {
        return new Tables(
                byName(Combination::provider, top, floor),
                byName(c -> c.domain().equals(TableRow.UNKNOWN) ? null : c.domain(), top, floor),
                byName(Combination::source, top, floor),
                byName(Combination::mxHost, top, floor),
                stages(),
                causes(),
                streams(top, floor),
                hours());
    }

    private List<TableRow> byName(Function<Combination, @Nullable String> key, int top, int floor) {
        var ids = new HashMap<String, Integer>();
        var tally = new Tally();
        for (int i = 0; i < ledger.combinations.size(); i++) {
            if (ledger.combinations.attempts(i) > 0) {
                var name = key.apply(combinations().get(i));
                int id =
                        ids.computeIfAbsent(
                                name == null ? TableRow.UNKNOWN : name, ignored -> ids.size());
                tally.addAll(id, ledger.combinations, i);
            }
        }
        return rows(ids, tally, top, floor);
    }

    private List<TableRow> streams(int top, int floor) {
        var ids = new HashMap<String, Integer>();
        for (int i = 0; i < ledger.streams.size(); i++) {
            if (ledger.streams.attempts(i) > 0) {
                ids.put(ledger.names.streams.name(i), i);
            }
        }
        return rows(ids, ledger.streams, top, floor);
    }

    /// By attempts, falling; what is beyond `top` or below `floor` messages is one last row.
    private static List<TableRow> rows(Map<String, Integer> ids, Tally tally, int top, int floor) {
        var first =
                new Foremost<>(
                        top,
                        Comparator.<Map.Entry<String, Integer>>comparingLong(
                                        e -> -tally.attempts(e.getValue()))
                                .thenComparing(Map.Entry.comparingByKey()));
        var others = new Tally();
        for (var entry : ids.entrySet()) {
            boolean shown =
                    tally.messages(entry.getValue()) >= floor
                            && !entry.getKey().equals(TableRow.OTHERS);
            var rest = shown ? first.offer(entry) : entry;
            if (rest != null) {
                others.addAll(0, tally, rest.getValue());
            }
        }
        var rows = new ArrayList<TableRow>();
        for (var entry : first.inOrder()) {
            rows.add(tally.row(entry.getKey(), entry.getValue()));
        }
        if (others.attempts(0) > 0) {
            rows.add(others.row(TableRow.OTHERS, 0));
        }
        return rows;
    }

    private List<TableRow> stages() {
        var ids = new HashMap<String, Integer>();
        for (int i = 0; i < ledger.stages.size(); i++) {
            if (ledger.stages.attempts(i) > 0) {
                ids.put(Ledger.stageWord(i), i);
            }
        }
        return rows(ids, ledger.stages, Integer.MAX_VALUE, 0);
    }

    private List<TableRow> causes() {
        var ids = new HashMap<String, Integer>();
        for (int i = 0; i < ledger.causes.size(); i++) {
            if (ledger.causes.attempts(i) > 0) {
                ids.put(Ledger.cause(i).word(), i);
            }
        }
        return rows(ids, ledger.causes, Integer.MAX_VALUE, 0);
    }

    private List<ReplyGroup> replies(int top) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < ledger.replies.size(); i++) {
            if (ledger.replies.attempts(i) > 0) {
                order.add(i);
            }
        }
        order.sort(
                Comparator.<Integer>comparingLong(i -> -ledger.replies.attempts(i))
                        .thenComparing(Comparator.naturalOrder()));
        return order.stream().limit(top).map(this::reply).toList();
    }

    private ReplyGroup reply(int id) {
        var group = ledger.groups.get(id);
        return new ReplyGroup(
                id,
                ledger.replies.row(group.example(), id),
                group.example(),
                group.verdict(),
                group.provider(),
                Instant.ofEpochMilli(ledger.replyFirst[id]),
                Instant.ofEpochMilli(ledger.replyLast[id]),
                group.people());
    }

    private List<TableRow> hours() {
        var hours = new TreeMap<Long, long[]>();
        long length = Math.max(3_600_000, ledger.course.stretch());
        ledger.course.forEach((time, provider, attempts, deferred, bounced) -> {
            var counts =
                    hours.computeIfAbsent(
                            Math.floorDiv(time, length) * length, ignored -> new long[3]);
            counts[0] += attempts;
            counts[1] += deferred;
            counts[2] += bounced;
        });
        var rows = new ArrayList<TableRow>();
        hours.forEach((time, counts) ->
                rows.add(
                        new TableRow(
                                Instant.ofEpochMilli(time).toString(),
                                counts[0],
                                counts[0] - counts[1] - counts[2],
                                counts[1],
                                counts[2],
                                ledger.hourMessages.between(time, time + length),
                                ledger.hourMessagesDeferred.between(time, time + length),
                                null,
                                null)));
        return rows;
    }

    private Timeline timeline() {
        if (ledger.from > ledger.to) {
            return Timeline.empty();
        }
        var wished = Timeline.stretchFor(Duration.ofMillis(ledger.to - ledger.from)).toMillis();
        long stretch = Math.max(wished, ledger.course.stretch());
        long start = Math.floorDiv(ledger.from, stretch) * stretch;
        int count = (int) ((ledger.to - start) / stretch) + 1;
        var overall = new long[count][3];
        var providers = new HashMap<Integer, long[][]>();
        ledger.course.forEach((time, provider, attempts, deferred, bounced) -> {
            int at = (int) Math.clamp((time - start) / stretch, 0, count - 1);
            add(overall[at], attempts, deferred, bounced);
            add(
                    providers.computeIfAbsent(provider, ignored -> new long[count][3])[at],
                    attempts,
                    deferred,
                    bounced);
        });
        var series = new ArrayList<Timeline.Series>();
        providers.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<Integer, long[][]>>comparingLong(
                                        e -> -sum(e.getValue()))
                                .thenComparing(e -> ledger.providers.name(e.getKey())))
                .limit(COURSES)
                .forEach(e ->
                        series.add(
                                new Timeline.Series(
                                        ledger.providers.name(e.getKey()), counts(e.getValue()))));
        return new Timeline(
                Instant.ofEpochMilli(start),
                Duration.ofMillis(stretch),
                new Timeline.Series("all", counts(overall)),
                series);
    }

    private static void add(long[] counts, int attempts, int deferred, int bounced) {
        counts[0] += attempts;
        counts[1] += deferred;
        counts[2] += bounced;
    }

    private static long sum(long[][] counts) {
        long sum = 0;
        for (var count : counts) {
            sum += count[0];
        }
        return sum;
    }

    private static List<Timeline.Counts> counts(long[][] counts) {
        var list = new ArrayList<Timeline.Counts>(counts.length);
        for (var count : counts) {
            list.add(new Timeline.Counts(count[0], count[1], count[2]));
        }
        return list;
    }

    /// Provider × source, or × MX host where the log names no source.
    private Heat heat() {
        boolean sources = false;
        for (int i = 0; i < ledger.combinations.size() && !sources; i++) {
            sources = ledger.combinations.attempts(i) > 0 && combinations().get(i).source() != null;
        }
        Function<Combination, @Nullable String> across =
                sources ? Combination::source : Combination::mxHost;
        var rows = new HashMap<String, Long>();
        var columns = new HashMap<String, Long>();
        for (int i = 0; i < ledger.combinations.size(); i++) {
            long attempts = ledger.combinations.attempts(i);
            if (attempts > 0) {
                var combination = combinations().get(i);
                rows.merge(named(combination.provider()), attempts, Long::sum);
                columns.merge(named(across.apply(combination)), attempts, Long::sum);
            }
        }
        var topRows = most(rows, HEAT_ROWS);
        var topColumns = most(columns, HEAT_COLUMNS);
        var list = cells(across, Set.copyOf(topRows), Set.copyOf(topColumns));
        list.sort(Comparator.comparing(Heat.Cell::row).thenComparing(Heat.Cell::column));
        return new Heat(
                sources ? Heat.Across.SOURCE : Heat.Across.MX_HOST, topRows, topColumns, list);
    }

    private List<Heat.Cell> cells(
            Function<Combination, @Nullable String> across, Set<String> rows, Set<String> columns) {
        var cells = new HashMap<List<String>, long[]>();
        for (int i = 0; i < ledger.combinations.size(); i++) {
            long attempts = ledger.combinations.attempts(i);
            var combination = combinations().get(i);
            var row = named(combination.provider());
            var column = named(across.apply(combination));
            if (attempts > 0 && rows.contains(row) && columns.contains(column)) {
                var cell = cells.computeIfAbsent(List.of(row, column), ignored -> new long[3]);
                cell[0] += attempts;
                cell[1] += ledger.combinations.deferredOf(i);
                cell[2] += ledger.combinations.bouncedOf(i);
            }
        }
        var list = new ArrayList<Heat.Cell>();
        cells.forEach((key, counts) ->
                list.add(new Heat.Cell(key.get(0), key.get(1), counts[0], counts[1], counts[2])));
        return list;
    }

    private static String named(@Nullable String name) {
        return name == null ? TableRow.UNKNOWN : name;
    }

    private static List<String> most(Map<String, Long> counts, int limit) {
        var first =
                new Foremost<>(
                        limit,
                        Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()));
        counts.entrySet().forEach(first::offer);
        return first.inOrder().stream().map(Map.Entry::getKey).toList();
    }

    private Persistence persistence() {
        var rungs = new EnumMap<Rung, Long>(Rung.class);
        var worst =
                new Foremost<>(
                        PERSISTENT_ROWS,
                        Comparator.comparingLong(Waited::negativeAge)
                                .thenComparingLong(Waited::since)
                                .thenComparingInt(Waited::number));
        int[] number = {0};
        ledger.deferrals.forEach(slot -> {
            long since = ledger.deferrals.since(slot);
            long age = ledger.deferrals.last(slot) - since;
            Rung.reachedBy(Duration.ofMillis(age))
                    .ifPresent(rung -> {
                        rungs.merge(rung, 1L, Long::sum);
                        worst.offer(new Waited(slot, -age, since, number[0]++));
                    });
        });
        return new Persistence(
                rungs, worst.inOrder().stream().map(w -> persistent(w.slot())).toList());
    }

    /// A recipient that waits, to be put in order.
    private record Waited(int slot, long negativeAge, long since, int number) {}

    private PersistentDeferral persistent(int slot) {
        var combination = ledger.names.combinations.get(ledger.deferrals.combination(slot));
        var group = ledger.groups.get(ledger.deferrals.reply(slot));
        return new PersistentDeferral(
                ledger.deferrals.recipient(slot),
                combination.domain(),
                combination.provider(),
                1,
                ledger.deferrals.tries(slot),
                Instant.ofEpochMilli(ledger.deferrals.since(slot)),
                Instant.ofEpochMilli(ledger.deferrals.last(slot)),
                group.example(),
                group.verdict().cause(),
                group.people());
    }

    private record Waiting(long[] count, long[] since) {
        Waiting() {
            this(new long[1], new long[] {Long.MAX_VALUE});
        }

        void add(long time) {
            count[0]++;
            since[0] = Math.min(since[0], time);
        }
    }

    /// Who waits now, from the recipients that were deferred and not seen off, and how that changed over the last hours.
    private List<Backlog> backlog(int top) {
        var domains = new HashMap<String, Waiting>();
        var providers = new HashMap<String, Waiting>();
        var providerOf = new HashMap<String, String>();
        ledger.deferrals.forEach(slot -> {
            var combination = ledger.names.combinations.get(ledger.deferrals.combination(slot));
            long since = ledger.deferrals.since(slot);
            var provider =
                    combination.provider() == null ? TableRow.UNKNOWN : combination.provider();
            providerOf.put(combination.domain(), provider);
            domains.computeIfAbsent(combination.domain(), ignored -> new Waiting()).add(since);
            providers.computeIfAbsent(provider, ignored -> new Waiting()).add(since);
        });
        var slopes = slopes();
        var providerSlopes = new HashMap<String, Double>();
        slopes.forEach((domain, slope) ->
                providerSlopes.merge(providerOf.getOrDefault(domain, ""), slope, Double::sum));
        var rows = new ArrayList<Backlog>();
        rows(rows, By.PROVIDER, providers, providerSlopes, top);
        rows(rows, By.DOMAIN, domains, slopes, top);
        return rows;
    }

    private static void rows(
            List<Backlog> rows,
            By by,
            Map<String, Waiting> waiting,
            Map<String, Double> slopes,
            int top) {
        var first =
                new Foremost<>(
                        top,
                        Comparator.<Map.Entry<String, Waiting>>comparingLong(
                                        e -> -e.getValue().count()[0])
                                .thenComparing(Map.Entry::getKey));
        waiting.entrySet().forEach(first::offer);
        for (var entry : first.inOrder()) {
            rows.add(
                    new Backlog(
                            by,
                            entry.getKey(),
                            entry.getValue().count()[0],
                            slopes.get(entry.getKey()),
                            Instant.ofEpochMilli(entry.getValue().since()[0]),
                            false));
        }
    }

    /// Change of the waiting an hour, by domain, over the last three hours of the log (or as many as it has).
    private Map<String, Double> slopes() {
        var slopes = new HashMap<String, Double>();
        if (ledger.from > ledger.to || ledger.to - ledger.from < 3_600_000) {
            return slopes;
        }
        double hours = Math.min(3, (ledger.to - ledger.from) / 3_600_000.0);
        long first = Math.floorDiv(ledger.to, 3_600_000) - 3 + 1;
        ledger.waitingByHour.forEach((key, value) -> {
            if (key >> 24 >= first) {
                slopes.merge(
                        ledger.names.combinations.domains.name((int) (key & 0xffffff)),
                        (value - (1 << 30)) / hours,
                        Double::sum);
            }
        });
        return slopes;
    }
}
