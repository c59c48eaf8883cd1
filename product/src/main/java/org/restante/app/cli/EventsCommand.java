package org.restante.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.events.EventChoice;
import org.restante.app.events.EventSentence;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalReader;
import org.restante.record.journal.KeyedRecipients;
import org.restante.record.logs.PowerMtaWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante events`: what happened to mail, from the journal on disk, whether the server runs or not.
@Command(
        name = "events",
        description =
                "Tell what happened to mail: the server's events, in sentences, as JSON or as PowerMTA accounting.",
        sortOptions = false)
final class EventsCommand implements Callable<Integer> {
    private static final Path USUAL_DATA = Path.of("/var/lib/restante");
    private static final long LOOK_EACH_MILLIS = 200;

    /// Whether anybody still reads what is written is looked at now and then only.
    private static final int LINES_BETWEEN_LOOKS = 5000;

    /// How events are written.
    enum Format {
        TEXT("text"),
        JSON("json"),
        PMTA_CSV("pmta-csv");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        static Format of(String word) {
            return Stream.of(values())
                    .filter(format -> format.word.equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new InputError(
                                    "--format: '"
                                            + word
                                            + "' is not known; one of text, json, pmta-csv"));
        }
    }

    private final Surroundings surroundings;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The server's folder; else RESTANTE_DATA, or /var/lib/restante. A folder of event files will do.")
    private @Nullable Path data;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens next; without --since or --last, only that.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From here: 2026-11-20T09:00, or 60m, 4h, 2d ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to here, in the same words.")
    private @Nullable String until;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            description = "Only the last N of those chosen, and with --follow what comes.")
    private @Nullable Integer last;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only these: received, delivered, deferred, bounced, expired …")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--recipient",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Only of this recipient; found by its key where recipients are hashed.")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            split = ",",
            description = "Only of recipients at this domain.")
    private List<String> domains = new ArrayList<>();

    @Option(
            names = "--message",
            paramLabel = "ID",
            split = ",",
            description =
                    "Only of this message: its queue id (8 characters will do) or Message-ID.")
    private List<String> messages = new ArrayList<>();

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            split = ",",
            description = "Only of this provider: gmail, microsoft, yahoo …")
    private List<String> providers = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            split = ",",
            description = "Only from this source, by name or address.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            split = ",",
            description = "Only of this stream.")
    private List<String> streams = new ArrayList<>();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            split = ",",
            description = "Only of this tenant.")
    private List<String> tenants = new ArrayList<>();

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            split = ",",
            description = "Only refusals that mean this: reputation, rate, greylist …")
    private List<String> causes = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (${DEFAULT-VALUE}), json (a line each, as on record), pmta-csv.")
    private String format = "text";

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The key of hashed recipients; else recipients.key in the folder.")
    private @Nullable Path key;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    EventsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (last != null && last < 0) {
            throw new InputError("--last: " + last + " is no number of events");
        }
        var written = json ? Format.JSON : Format.of(format);
        var folder = folder();
        var events =
                Files.isDirectory(folder.resolve("events")) ? folder.resolve("events") : folder;
        var choice = choice(folder);
        boolean onlyNew = follow && since == null && last == null;
        try (var reader =
                onlyNew
                        ? JournalReader.fromEnd(events, this::told)
                        : JournalReader.from(events, choice.since(), this::told)) {
            if (written == Format.PMTA_CSV) {
                surroundings.out().println(PowerMtaWriter.HEADER);
            }
            var lines = new Lines(reader, choice, written);
            if (last == null) {
                lines.print();
            } else {
                lines.printLast(last);
            }
            if (follow) {
                follow(lines);
            }
        }
        return Exit.DONE;
    }

    private void told(String trouble) {
        surroundings.err().println("restante: " + trouble);
    }

    private Path folder() {
        if (data != null) {
            if (!Files.isDirectory(data)) {
                throw new InputError("--data: " + data + ": no such folder");
            }
            return data;
        }
        var told = surroundings.environment().get("RESTANTE_DATA");
        var folder = told == null || told.isEmpty() ? USUAL_DATA : Path.of(told);
        if (!Files.isDirectory(folder)) {
            throw new InputError(
                    "where are the events? "
                            + folder
                            + " is no folder; name the server's with --data DIR");
        }
        return folder;
    }

    private EventChoice choice(Path folder) throws IOException {
        return new EventChoice(
                moment("--since", since),
                moment("--until", until),
                types(),
                recipients(folder),
                Set.copyOf(domains),
                Set.copyOf(messages),
                Set.copyOf(providers),
                Set.copyOf(sources),
                Set.copyOf(streams),
                Set.copyOf(tenants),
                Set.copyOf(causes));
    }

    private @Nullable Instant moment(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return switch (Moment.of(text, surroundings.zone())) {
                case Moment.At at -> at.instant();
                case Moment.BeforeEnd before ->
                        surroundings.clock().instant().minus(before.length());
            };
        } catch (InputError e) {
            throw new InputError(option + ": " + e.getMessage(), e);
        }
    }

    private Set<EventType> types() {
        var chosen = EnumSet.noneOf(EventType.class);
        for (var word : types) {
            chosen.add(
                    EventType.of(word.toLowerCase(Locale.ROOT))
                            .orElseThrow(() ->
                                    new InputError(
                                            "--type: '"
                                                    + word
                                                    + "' is not known; one of "
                                                    + Stream.of(EventType.values())
                                                            .map(EventType::word)
                                                            .collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    /// As they are, and as they are on record where they are hashed.
    private Set<String> recipients(Path folder) throws IOException {
        var asked = new TreeSet<>(recipients);
        var file = key != null ? key : folder.resolve("recipients.key");
        if (!recipients.isEmpty() && (key != null || Files.isReadable(file))) {
            var keyed = KeyedRecipients.read(file);
            recipients.forEach(address -> asked.add(keyed.of(address)));
        }
        return asked;
    }

    private void follow(Lines lines) throws IOException {
        var stopped = new CountDownLatch(1);
        while (true) {
            lines.print();
            try {
                if (stopped.await(LOOK_EACH_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (surroundings.out().checkError()) {
                return;
            }
        }
    }

    /// The chosen events as they are to be written.
    private final class Lines {
        private final JournalReader reader;
        private final EventChoice choice;
        private final Function<Event, String> text;
        private final BufferedOutputStream out =
                new BufferedOutputStream(surroundings.out(), 1 << 16);
        private long broken;

        Lines(JournalReader reader, EventChoice choice, Format format) {
            this.reader = reader;
            this.choice = choice;
            var sentence = new EventSentence(surroundings.zone(), surroundings.colours());
            this.text =
                    switch (format) {
                        case TEXT -> sentence::of;
                        case JSON -> EventJson::write;
                        case PMTA_CSV -> event -> PowerMtaWriter.record(event).orElse("");
                    };
        }

        /// All there are now.
        void print() throws IOException {
            int count = 0;
            for (var line = next(); line != null; line = next()) {
                print(line);
                if (++count % LINES_BETWEEN_LOOKS == 0 && surroundings.out().checkError()) {
                    return;
                }
            }
            out.flush();
            tellBroken();
        }

        /// The last of all there are now.
        void printLast(int count) throws IOException {
            var kept = new ArrayDeque<String>();
            for (var line = next(); line != null; line = next()) {
                kept.addLast(line);
                if (kept.size() > count) {
                    kept.removeFirst();
                }
            }
            for (var line : kept) {
                print(line);
            }
            out.flush();
            tellBroken();
        }

        private void print(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        private @Nullable String next() throws IOException {
            for (var line = reader.next(); line != null; line = reader.next()) {
                var event = event(line);
                if (event != null && choice.includes(event)) {
                    var written = text.apply(event);
                    if (!written.isEmpty()) {
                        return written;
                    }
                }
            }
            return null;
        }

        private @Nullable Event event(byte[] line) {
            try {
                return EventJson.read(line, 0, line.length);
            } catch (IllegalArgumentException e) {
                broken++;
                return null;
            }
        }

        private void tellBroken() {
            if (broken > 0) {
                told(broken + (broken == 1 ? " line is" : " lines are") + " no event");
                broken = 0;
            }
        }
    }
}
