package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.duty.MadeUpTraffic;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.RoutedWays;
import org.restante.app.server.Server;
import org.restante.mail.event.EventJson;
import org.restante.mail.message.Domain;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.testing.Corpora;

/// `restante incidents` against a server that finds one in what is on record when it starts.
@Timeout(120)
final class IncidentsCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-20T10:00:00Z");
    private static final InstantSource CLOCK =
            InstantSource.fixed(NOON.plus(Duration.ofMinutes(76)));

    @TempDir private Path data;

    private CommandRun run(String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.of("", all.toArray(String[]::new));
    }

    /// An hour in which all is well, then a quarter of an hour in which Gmail refuses one source.
    private void record() throws IOException {
        try (var journal =
                new FileJournal(data.resolve("events"), JournalSettings.defaults(), CLOCK)) {
            var traffic =
                    new MadeUpTraffic(event -> {
                        try {
                            journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            for (int minute = 0; minute < 75; minute++) {
                traffic.minute(NOON.plus(Duration.ofMinutes(minute)), minute >= 60);
            }
        }
    }

    private static void isOfSchema(String name, CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        var file = Corpora.root().resolve("docs/schemas/" + name + ".schema.json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(file), InputFormat.JSON);
        assertThat(schema.validate(run.out(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void incidentsAreListedAndShown() throws Exception {
        record();
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var settings =
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(free, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(List.of("*=127.0.0.1:9")),
                                Knowledge.shipped().providers(),
                                CLOCK,
                                System::nanoTime,
                                new Random(1)),
                        Pools.of(Source.unbound("default", Domain.of("us.test").orElseThrow())),
                        Users.NONE);
        try (var server = Server.start(settings, Knowledge.shipped(), CLOCK, System::nanoTime);
                var door =
                        new HttpDoor(
                                server,
                                Optional.empty(),
                                data,
                                () -> data.resolve("tokens.toml"),
                                ApiSettings.at(free),
                                CLOCK,
                                System::nanoTime)) {
            while (!server.incidents().isCaughtUp()) {
                Thread.sleep(5);
            }
            var id = server.incidents().list(true).getFirst().id();

            while (server.incidents().list(true).getFirst().timeline().size() < 2) {
                Thread.sleep(5);
            }
            while (run("incidents", "--shadow").out().startsWith("Nothing")) {
                Thread.sleep(20);
            }
            var shadow = run("incidents", "--shadow");
            assertThat(shadow.out())
                    .startsWith(id + " source-blocked-at-one at gmail from mta2: ")
                    .contains(
                            " limit source=mta2 provider=gmail connections=1 messages_per_hour=12, for 0s so far",
                            "        for: at least ",
                            "Together, acting would have done 1 act about 1 incident and spared ");
            isOfSchema("incidents-shadow", run("incidents", "--shadow", "--json"));
            assertThat(run("incidents").out())
                    .startsWith(id + " gmail from mta2: ")
                    .contains("the table asks for: pause; ");
            assertThat(run("incidents", "list", "--state", "closed").out())
                    .isEqualTo("There is none.\n");
            isOfSchema("incidents", run("incidents", "--json"));
            isOfSchema("incidents-show", run("incidents", "show", id, "--json"));
            assertThat(run("incidents", "show", id).out())
                    .contains("    it would: limit source=mta2 provider=gmail connections=1")
                    .contains("    source mta1 is clean: ")
                    .contains("    " + MadeUpTraffic.BLOCKED)
                    .contains(" opened by restante: source-blocked-at-one");
            assertThat(run("incidents", "show", id, "--letter").out()).contains("198.51.100.2");
            assertThat(run("incidents", "show", id, "--configuration", "restante").out())
                    .contains("restante pause --provider gmail --source mta2 --until ");
            lettersAreRecorded(id);
            mendsAreChecked(id);
            var none = run("incidents", "show", "none");
            assertThat(none.exit()).isEqualTo(Exit.INPUT);
            assertThat(none.err()).contains("there is no incident 'none'");
            door.drain();
        }
    }

    private void lettersAreRecorded(String id) throws IOException {
        assertThat(run("incidents", "letter", id, "answered").err())
                .contains("no letter about it is on record");
        assertThat(run("incidents", "letter", id, "posted").exit()).isEqualTo(Exit.INPUT);
        assertThat(run("incidents", "letter", id, "sent", "--to", "postmaster@gmail.com").out())
                .contains("    1 to postmaster@gmail.com: sent by ", ", due 2026-11-23T");
        assertThat(run("incidents", "letter", id, "answered", "--ticket", "47").out())
                .contains("    1 to postmaster@gmail.com, ticket 47: answered by ")
                .doesNotContain("due");
        isOfSchema("incidents", run("incidents", "--json"));
        isOfSchema("incidents-show", run("incidents", "show", id, "--json"));
        assertThat(run("incidents", "show", id).out())
                .contains("Letters\n", ": to postmaster@gmail.com (ticket 47)\n");
    }

    private void mendsAreChecked(String id) throws IOException {
        assertThat(run("incidents", "show", id).out())
                .contains(
                        "It is mended when\n    Refusals have stopped since the last act (refusals)\n");
        assertThat(run("incidents", "check", id, "refusals").out())
                .contains("(refusals): fail at 2026-11-20T11:16:00Z, 20 of the last 20 attempts");
        assertThat(run("incidents", "check", id, "refusals").err())
                .contains("it was checked a moment ago");
        assertThat(run("incidents", "check", id, "reason").err()).contains("Only people can tell");
        assertThat(run("incidents", "check", id, "receiver").err())
                .contains("receiver is nothing that mends source-blocked-at-one");
        assertThat(run("incidents", "check", id, "magic").err())
                .contains("there is no mend 'magic'");
        assertThat(run("incidents", "check", id, "ptr").out())
                .contains("(ptr): unknown at ", "there is no such source any more");
        isOfSchema("incidents-show", run("incidents", "show", id, "--json"));
    }
}
