package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.testing.Corpora;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// `restante events` over a journal as the server writes it.
final class EventsCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(data.resolve("events"));
    }

    private static Event.Builder event(int number, EventType type, Instant at) {
        return Event.of(new UUID(0x7000L, number), at, type, "restante")
                .queueId(new UUID(0x0199L << 48 | 0x7000L, number / 4).toString())
                .messageId("<m" + number / 4 + "@example.org>")
                .reversePath("you@example.org")
                .stream("bulk");
    }

    private static Event.Builder attempt(int number, EventType type, Instant at, String recipient) {
        return event(number, type, at)
                .recipient(recipient)
                .recipientDomain(recipient.substring(recipient.indexOf('@') + 1))
                .queuedAt(at.minusSeconds(2))
                .mxHost("mx1." + recipient.substring(recipient.indexOf('@') + 1))
                .mxIp("192.0.2.1")
                .source("default")
                .number(1)
                .delayMs(2000L);
    }

    private static Event greylisted(int number) {
        return attempt(number, EventType.DEFERRED, NOON, "bob@example.com")
                .stage(Stage.RCPT)
                .code(451)
                .status("4.7.1")
                .text("4.7.1 Greylisted, try again")
                .cause("greylist")
                .scope("recipient")
                .nextDue(NOON.plus(Duration.ofMinutes(15)))
                .build();
    }

    private static Event delivered(int number) {
        return attempt(number, EventType.DELIVERED, NOON.plusSeconds(60), "ann@example.net")
                .stage(Stage.CONTENT)
                .code(250)
                .status("2.0.0")
                .text("2.0.0 Ok: queued")
                .build();
    }

    private static Event received(int number) {
        return event(number, EventType.RECEIVED, NOON.minusSeconds(2))
                .recipient("bob@example.com")
                .recipientDomain("example.com")
                .size(12_345L)
                .build();
    }

    private void record(JournalSettings settings, Event... events) throws IOException {
        try (var journal = new FileJournal(data.resolve("events"), settings, () -> NOON)) {
            for (var event : events) {
                journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void record(Event... events) throws IOException {
        record(JournalSettings.defaults(), events);
    }

    private String events(String... options) {
        var all = new java.util.ArrayList<>(List.of("events", "--data", data.toString()));
        all.addAll(List.of(options));
        var run = CommandRun.of("", all.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        return run.out();
    }

    /// Its own schedule has not moved: it was due before.
    @Test
    void whatCostNoAttemptLeavesWithItsLane() throws IOException {
        record(
                attempt(0, EventType.DEFERRED, NOON, "bob@example.com")
                        .stage(Stage.RCPT)
                        .code(451)
                        .text("4.7.1 slow down")
                        .counted(false)
                        .nextDue(NOON.minusSeconds(500))
                        .build());

        assertThat(events()).contains("costs no attempt after 2.0 s, next when its lane is open");
    }

    @Test
    void anEventIsASentence() throws IOException {
        record(received(0), greylisted(1), delivered(4));

        assertThat(events())
                .isEqualTo(
                        """
                        2026-11-20T11:59:58Z received bob@example.com from you@example.org, 12 KiB, stream bulk [01990000-0000-7000-0000-000000000000]
                        2026-11-20T12:00:00Z deferred bob@example.com by mx1.example.com, at rcpt: 451 4.7.1 Greylisted, try again; means greylist of the recipient; attempt 1 after 2.0 s, next at 12:15:00 [01990000-0000-7000-0000-000000000000]
                        2026-11-20T12:01:00Z delivered ann@example.net by mx1.example.net: 250 2.0.0 Ok: queued; attempt 1 after 2.0 s [01990000-0000-7000-0000-000000000001]
                        """);
    }

    @Test
    void whatARemoteHostSaysCannotSteerTheTerminal() throws IOException {
        record(
                attempt(0, EventType.BOUNCED, NOON, "bob@example.com")
                        .code(550)
                        .text("no \u001b[2J\u0007 way\nat all")
                        .build());
        assertThat(events()).doesNotContain("\u001b").contains("no ?[2J? way at all");
    }

    @Test
    void eventsAreChosen() throws IOException {
        record(received(0), greylisted(1), delivered(4));

        assertThat(events("--type", "delivered"))
                .startsWith("2026-11-20T12:01:00Z")
                .hasLineCount(1);
        assertThat(events("--domain", "EXAMPLE.com").lines()).hasSize(2);
        assertThat(events("--recipient", "ann@example.net").lines()).hasSize(1);
        assertThat(events("--message", "01990000-0000-7000-0000-000000000000").lines()).hasSize(2);
        assertThat(events("--message", "m1@example.org").lines()).hasSize(1);
        assertThat(events("--cause", "greylist", "--source", "default").lines()).hasSize(1);
        assertThat(events("--since", "2026-11-20T12:00").lines()).hasSize(2);
        assertThat(events("--until", "2026-11-20T12:00").lines()).hasSize(1);
        assertThat(events("--last", "1")).contains("delivered").hasLineCount(1);
    }

    @Test
    void whatIsNotKnownIsSaid() {
        var run = CommandRun.of("", "events", "--data", data.toString(), "--type", "sent");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("restante: --type: 'sent' is not known; one of received, delivered,");
        assertThat(CommandRun.of("", "events", "--data", data + "/none").err())
                .contains("no such folder");
        assertThat(CommandRun.of("", "events", "--data", data.toString(), "--format", "xml").err())
                .contains("one of text, json, pmta-csv");
        assertThat(CommandRun.of("", "events", "--data", data.toString(), "--since", "noon").err())
                .startsWith("restante: --since: 'noon' is no time");
    }

    @Test
    void jsonIsAsOnRecordAndFitsItsSchema() throws IOException {
        record(received(0), greylisted(1));
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root().resolve("docs/schemas/event.schema.json")),
                                InputFormat.JSON);

        var lines = events("--json").lines().toList();

        assertThat(lines).hasSize(2);
        for (var line : lines) {
            assertThat(schema.validate(line, InputFormat.JSON)).isEmpty();
        }
        assertThat(EventJson.read(lines.get(1))).isEqualTo(greylisted(1));
    }

    /// Who reads goes away after so many lines.
    private static final class UntilRead extends ByteArrayOutputStream {
        private final int lines;

        UntilRead(int lines) {
            this.lines = lines;
        }

        @Override
        public void flush() throws IOException {
            if (toString(StandardCharsets.UTF_8).lines().count() >= lines) {
                throw new IOException("nobody reads on");
            }
        }
    }

    private void follow(OutputStream out) {
        var surroundings =
                new Surroundings(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        System.err,
                        Map.of(),
                        false,
                        false,
                        InstantSource.fixed(NOON),
                        ZoneOffset.UTC);
        Restante.run(
                surroundings, "events", "--data", data.toString(), "--follow", "--since", "1h");
    }

    @Test
    @Timeout(120)
    void itIsFollowedThroughRotation() throws Exception {
        var small =
                new JournalSettings(
                        600, Duration.ofDays(1), 1 << 20, Duration.ofDays(9), Optional.empty());
        record(small, received(0), greylisted(1));
        try (var journal =
                new FileJournal(data.resolve("events"), small, () -> NOON.plusSeconds(9))) {
            var out = new UntilRead(32);
            var following = Thread.ofVirtual().start(() -> follow(out));
            for (int i = 10; i < 40; i++) {
                journal.append(EventJson.write(delivered(i)).getBytes(StandardCharsets.UTF_8));
                journal.sync();
            }
            following.join();
            assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(32);
        }
    }

    @Test
    void aHashedRecipientIsFoundByItsAddress() throws IOException {
        var hashed =
                new JournalSettings(
                        1 << 20,
                        Duration.ofDays(1),
                        1 << 20,
                        Duration.ofDays(9),
                        Optional.of(data.resolve("recipients.key")));
        record(hashed, received(0), greylisted(1), delivered(4));

        assertThat(events()).doesNotContain("bob@").contains("@example.com");
        assertThat(events("--recipient", "bob@example.com").lines()).hasSize(2);
        assertThat(events("--domain", "example.com").lines()).hasSize(2);
    }

    @Test
    void accountingReadsBackToTheSameFigures() throws IOException {
        record(traffic());
        var accounting = data.resolve("acct.csv");
        Files.writeString(accounting, events("--format", "pmta-csv"));

        var ours = analysis(FileJournal.files(data.resolve("events")).getFirst());
        var theirs = analysis(accounting);

        assertThat(theirs.get("input").get("format").stringValue()).isEqualTo("powermta");
        assertThat(theirs.get("input").get("unparsed").intValue()).isZero();
        assertThat(totals(theirs)).isEqualTo(totals(ours));
        for (var table :
                List.of("by_domain", "by_provider", "by_mx_host", "by_source", "by_cause")) {
            assertThat(theirs.get(table)).as(table).isEqualTo(ours.get(table));
        }
    }

    /// Receipts are no records of ours there: theirs are one a recipient.
    private static JsonNode totals(JsonNode analysis) {
        return ((ObjectNode) analysis.get("totals")).without("received");
    }

    private static JsonNode analysis(Path file) {
        var run = CommandRun.of("", "analyze", file.toString(), "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /// Twenty recipients at each of some domains, with whatever can become of them.
    private static Event[] traffic() {
        var random = new Random(7);
        var events = new Event[400];
        var domains = List.of("example.com", "gmail.com", "example.net", "yahoo.com");
        for (int i = 0; i < events.length; i++) {
            var recipient = "user" + i % 20 + "@" + domains.get(i % 4);
            var at = NOON.plusSeconds(i);
            events[i] =
                    switch (random.nextInt(8)) {
                        case 0 -> received(i);
                        case 1 ->
                                attempt(i, EventType.DEFERRED, at, recipient)
                                        .stage(Stage.RCPT)
                                        .code(451)
                                        .status("4.7.1")
                                        .text("4.7.1 Greylisted, \"try\" again")
                                        .build();
                        case 2 ->
                                attempt(i, EventType.BOUNCED, at, recipient)
                                        .stage(Stage.RCPT)
                                        .code(550)
                                        .status("5.1.1")
                                        .text("5.1.1 The email account\n5.1.1 does not exist")
                                        .build();
                        case 3 ->
                                attempt(i, EventType.DEFERRED, at, recipient)
                                        .stage(Stage.CONNECT)
                                        .trouble(Trouble.values()[random.nextInt(5)])
                                        .text("what the system said")
                                        .build();
                        case 4 ->
                                attempt(i, EventType.EXPIRED, at, recipient)
                                        .stage(Stage.MAIL)
                                        .code(421)
                                        .status("4.7.0")
                                        .text("4.7.0 Too many messages, slow down")
                                        .build();
                        default ->
                                attempt(i, EventType.DELIVERED, at, recipient)
                                        .stage(Stage.CONTENT)
                                        .code(250)
                                        .text("Ok, queued as " + i)
                                        .build();
                    };
        }
        return events;
    }
}
