package org.restante.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.record.store.Cut;
import org.restante.record.store.Question;
import org.restante.record.store.Question.Every;
import org.restante.record.store.Question.Narrowing;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.record.store.StoreTrouble;

/// Fills a journal with mail of which no id, address or reply is like another, lets a store take it in, asks, and goes on writing at a steady pace.
/// Arguments: the folder to work in, messages, days they are spread over, rounds of questions, messages a second for the last part, and how many are
/// made of each event. Where many are, the database makes them once all is taken in, and the last part is left out; a folder that is filled is asked only.
public final class StoreBench {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /// Of the steady pace: until it is looked at, and all.
    private static final int WARM_SECONDS = 10;

    private static final int SECONDS = 30;

    private final Random random = new Random(7);
    private final List<String> recipients = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final Instant end = Instant.parse("2026-11-28T12:00:00Z");
    private final Duration length;
    private long events;

    private StoreBench(int days) {
        length = Duration.ofDays(days);
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        var bench = new StoreBench(Integer.parseInt(arguments[2]));
        var settings = StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
        int rounds = Integer.parseInt(arguments[3]);
        int many = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1;
        if (many > 1) {
            bench.askMany(folder, settings, messages, rounds, many);
            return;
        }
        bench.fill(settings.journals().getFirst(), messages);
        try (var keeper = new StoreKeeper(settings, command(settings), System::nanoTime)) {
            bench.ingest(keeper, settings);
            bench.questions(keeper, rounds);
            bench.goOn(keeper, settings.journals().getFirst(), Integer.parseInt(arguments[4]));
        }
    }

    private void askMany(Path folder, StoreSettings settings, int messages, int rounds, int many)
            throws Exception {
        var asked = folder.resolve("asked");
        if (!Files.exists(asked)) {
            fill(settings.journals().getFirst(), messages);
            try (var keeper = new StoreKeeper(settings, command(settings), System::nanoTime)) {
                ingest(keeper, settings);
            }
            StoreMany.make(settings.folder(), many);
            Files.write(
                    asked, List.of(String.join(" ", recipients), String.join(" ", this.messages)));
        }
        var lines = Files.readAllLines(asked);
        recipients.clear();
        recipients.addAll(List.of(lines.getFirst().split(" ")));
        this.messages.clear();
        this.messages.addAll(List.of(lines.getLast().split(" ")));
        try (var keeper = new StoreKeeper(settings, command(settings), System::nanoTime)) {
            keeper.start();
            while (keeper.pid().isEmpty() || !isThere(keeper)) {
                Thread.sleep(200);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d events, %,d octets on disk%n",
                    keeper.standing(BOUND).events(),
                    Files.size(settings.folder().resolve("events.duckdb")));
            questions(keeper, rounds);
        }
    }

    /// Writes so many messages of a day to its journal, and waits until it has them.
    static void fillAndTakeIn(StoreSettings settings, int messages) throws Exception {
        var bench = new StoreBench(1);
        bench.fill(settings.journals().getFirst(), messages);
        try (var keeper = new StoreKeeper(settings, command(settings), System::nanoTime)) {
            bench.ingest(keeper, settings);
        }
    }

    static boolean isThere(StoreKeeper keeper) throws InterruptedException {
        try {
            return keeper.standing(BOUND).events() > 0;
        } catch (StoreTrouble e) {
            return false;
        }
    }

    static List<String> command(StoreSettings settings) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + settings.folder().resolve("tmp"),
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .reduce((a, b) -> a + File.pathSeparator + b)
                        .orElseThrow(),
                "org.restante.app.main.Main",
                "store-process",
                "--journal",
                settings.journals().getFirst().toString(),
                "--folder",
                settings.folder().toString(),
                "--kept-for",
                "P3000D",
                "--counts-kept-for",
                "P3000D");
    }

    private void fill(Path folder, int count) throws IOException {
        long began = System.nanoTime();
        try (var journal =
                new FileJournal(folder, JournalSettings.defaults(), InstantSource.system())) {
            long step = length.toMillis() / count;
            for (int i = 0; i < count; i++) {
                message(journal, i, end.minus(length).plusMillis(step * i));
                if (i % 20_000 == 0) {
                    journal.sync();
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "journal: %,d events written in %.0f s%n",
                events,
                (System.nanoTime() - began) / 1e9);
    }

    /// Events come in as they do beside mail, some at a time.
    private void goOn(StoreKeeper keeper, Path folder, int pace) throws Exception {
        long pid = keeper.pid().orElseThrow();
        double used = 0;
        long before = 0;
        int number = 0;
        long began = System.nanoTime();
        try (var journal =
                new FileJournal(folder, JournalSettings.defaults(), InstantSource.system())) {
            for (int i = 0; i < SECONDS * 20; i++) {
                if (i == WARM_SECONDS * 20) {
                    used = processor(pid);
                    before = events;
                }
                for (; number < (long) pace * (i + 1) / 20; number++) {
                    message(journal, number, end.plusMillis(number * 1_000L / pace));
                }
                journal.sync();
                long left = began + (i + 1) * 50_000_000L - System.nanoTime();
                Thread.sleep(Math.max(0, left / 1_000_000));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "at a steady pace: %.1f µs an event, %,.0f events/s%n",
                (processor(pid) - used) * 1_000 / (events - before),
                (events - before) / (double) (SECONDS - WARM_SECONDS));
    }

    private UUID id(Instant at) {
        return new UUID(
                at.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
                random.nextLong() >>> 2 | 1L << 63);
    }

    private void message(FileJournal journal, int number, Instant at) throws IOException {
        var queue = id(at).toString();
        int domain = (int) Math.min(4_999, Math.abs(random.nextGaussian()) * 400);
        var provider = List.of("gmail", "microsoft", "yahoo", "apple").get(domain % 4);
        var recipient =
                "person."
                        + Long.toString(random.nextLong() >>> 20, 36)
                        + "@domain"
                        + domain
                        + ".example";
        if (number % 1000 == 0) {
            recipients.add(recipient);
            messages.add(queue);
        }
        append(
                journal,
                event(at, EventType.RECEIVED, queue, recipient, domain, provider).size(20_000L));
        int tries = random.nextInt(100) < 12 ? 2 : 1;
        for (int i = 1; i <= tries; i++) {
            boolean isLast = i == tries;
            var then =
                    at.plusMillis(
                            i == 1
                                    ? 400 + random.nextInt(4_000)
                                    : 900_000 + random.nextInt(60_000));
            var type =
                    !isLast
                            ? EventType.DEFERRED
                            : random.nextInt(100) < 2 ? EventType.BOUNCED : EventType.DELIVERED;
            var event =
                    event(then, type, queue, recipient, domain, provider)
                            .queuedAt(at)
                            .mxHost("mx" + domain % 7 + "." + provider + ".example")
                            .mxIp("192.0.2." + domain % 250)
                            .source("ip" + number % 8)
                            .sourceIp("198.51.100." + number % 8)
                            .pool(number % 8 < 4 ? "bulk" : "transactional")
                            .ehlo("out" + number % 8 + ".sender.example")
                            .sessionId(id(then).toString())
                            .number(i)
                            .delayMs(Duration.between(at, then).toMillis())
                            .tookMs(20L + number % 50)
                            .tls("TLSv1.3")
                            .counted(true);
            var reply = Long.toString(random.nextLong() >>> 4, 36);
            if (type == EventType.DELIVERED) {
                event.stage(Stage.CONTENT)
                        .code(250)
                        .status("2.0.0")
                        .text("2.0.0 OK " + reply + " - smtp");
            } else {
                event.stage(Stage.RCPT)
                        .code(type == EventType.DEFERRED ? 451 : 550)
                        .status(type == EventType.DEFERRED ? "4.7.1" : "5.1.1")
                        .cause(type == EventType.DEFERRED ? "greylist" : "no-such-user")
                        .scope("recipient")
                        .permanence(type == EventType.DEFERRED ? "temporary" : "permanent")
                        .rule("generic/" + number % 5)
                        .text(
                                (type == EventType.DEFERRED
                                                ? "4.7.1 Please try again later, id "
                                                : "5.1.1 User unknown, id ")
                                        + reply);
            }
            append(journal, event);
        }
    }

    private Event.Builder event(
            Instant at,
            EventType type,
            String queue,
            String recipient,
            int domain,
            String provider) {
        return Event.of(id(at), at, type, "restante")
                .messageId("<" + queue + "@sender.example>")
                .queueId(queue)
                .recipient(recipient)
                .recipientDomain("domain" + domain + ".example")
                .reversePath("bounce@sender.example")
                .fromDomain("sender.example")
                .dkimDomain("sender.example")
                .tenant("tenant" + domain % 3)
                .stream(domain % 2 == 0 ? "news" : "receipts")
                .campaign("campaign" + at.toEpochMilli() / 86_400_000)
                .provider(provider)
                .site(provider + ".example");
    }

    private void append(FileJournal journal, Event.Builder event) throws IOException {
        journal.append(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
        events++;
    }

    private void ingest(StoreKeeper keeper, StoreSettings settings) throws Exception {
        long began = System.nanoTime();
        long ready = 0;
        long there = 0;
        keeper.start();
        while (there < events) {
            try {
                there = keeper.standing(BOUND).events();
                ready = ready == 0 ? System.nanoTime() : ready;
            } catch (StoreTrouble e) {
                // It starts.
            }
            Thread.sleep(200);
        }
        double seconds = (System.nanoTime() - ready) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "ingest: %,d events/s (%.0f s, %.0f s before it answered first)%n",
                Math.round(events / seconds),
                seconds,
                (ready - began) / 1e9);
        long pid = keeper.pid().orElseThrow();
        double used = processor(pid) / 1000;
        System.out.printf(
                Locale.ROOT,
                "processor: %.1f s, %.1f µs an event, start included%n",
                used,
                used * 1e6 / events);
        long log = 0;
        long octets = 0;
        try (var files = Files.list(settings.folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                octets += Files.size(file);
                log += file.toString().endsWith(".wal") ? Files.size(file) : 0;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "on disk: %.0f octets an event, %.0f of them not yet written back%n",
                (double) octets / events,
                (double) log / events);
    }

    /// That a process has used, in milliseconds.
    static double processor(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(one -> one.info().totalCpuDuration())
                .map(time -> (double) time.toMillis())
                .orElse(Double.NaN);
    }

    private interface Asked {
        Object ask(int round) throws StoreTrouble, InterruptedException;
    }

    private void questions(StoreKeeper keeper, int rounds) throws Exception {
        long pid = keeper.pid().orElseThrow();
        var day = end.minus(Duration.ofDays(1));
        var all = end.minus(length);
        var some = new Narrowing(Map.of(Cut.PROVIDER, List.of("gmail")));
        time(
                pid,
                "a day by provider",
                rounds,
                i ->
                        keeper.figures(
                                new Question.Figures(
                                        day, end, Cut.PROVIDER, Every.HOUR, Narrowing.NOTHING, 50),
                                BOUND));
        time(
                pid,
                "all by source and day",
                rounds,
                i ->
                        keeper.figures(
                                new Question.Figures(
                                        all, end, Cut.SOURCE, Every.DAY, Narrowing.NOTHING, 50),
                                BOUND));
        time(
                pid,
                "a day by provider and source",
                rounds,
                i ->
                        keeper.figures(
                                new Question.Figures(
                                        day,
                                        end,
                                        Cut.PROVIDER,
                                        Cut.SOURCE,
                                        null,
                                        Narrowing.NOTHING,
                                        50),
                                BOUND));
        time(
                pid,
                "all by MX host, one provider",
                rounds,
                i ->
                        keeper.figures(
                                new Question.Figures(all, end, Cut.MX_HOST, null, some, 50),
                                BOUND));
        time(
                pid,
                "a day by domain",
                rounds,
                i ->
                        keeper.figures(
                                new Question.Figures(
                                        day, end, Cut.DOMAIN, null, Narrowing.NOTHING, 50),
                                BOUND));
        time(
                pid,
                "replies of a day",
                rounds,
                i -> keeper.replies(new Question.Replies(day, end, Narrowing.NOTHING, 50), BOUND));
        time(
                pid,
                "newest messages",
                rounds,
                i ->
                        keeper.search(
                                new Question.Search(
                                        all,
                                        end,
                                        null,
                                        null,
                                        List.of(),
                                        Narrowing.NOTHING,
                                        null,
                                        50),
                                BOUND));
        time(
                pid,
                "newest deferred",
                rounds,
                i ->
                        keeper.search(
                                new Question.Search(
                                        all,
                                        end,
                                        null,
                                        null,
                                        List.of("deferred", "bounced"),
                                        some,
                                        null,
                                        50),
                                BOUND));
        time(
                pid,
                "a recipient",
                rounds,
                i ->
                        keeper.search(
                                new Question.Search(
                                        all,
                                        end,
                                        recipients.get(i * 31 % recipients.size()),
                                        null,
                                        List.of(),
                                        Narrowing.NOTHING,
                                        null,
                                        50),
                                BOUND));
        time(
                pid,
                "a message's timeline",
                rounds,
                i ->
                        keeper.story(
                                new Question.Story(
                                        messages.get(i * 37 % messages.size()), null, 1000),
                                BOUND));
    }

    private static void time(long pid, String what, int rounds, Asked asked) throws Exception {
        var millis = new double[rounds];
        double used = processor(pid);
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            asked.ask(i);
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-30s p50 %6.0f ms   p95 %6.0f ms   processor %5.0f ms%n",
                what,
                millis[rounds / 2],
                millis[Math.max(0, (int) Math.ceil(0.95 * rounds) - 1)],
                (processor(pid) - used) / rounds);
    }
}
