package org.restante.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.restante.mail.smtp.Stage;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.Weather;
import org.restante.simulation.world.Load;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Stream;
import org.restante.testing.Corpora;

final class ScenarioFileTest {
    private static final List<String> NAMES = Scenarios.NAMES;

    private static final String EVERYTHING =
            """
            name = "everything"
            about = "Every key there is."
            kind = "unseen"
            length = "2h"
            sources = 3
            sockets = 50

            [[receiver]]
            name = "all"
            flavour = "orange"
            opaque = true
            hosts = 3
            connections = 7
            connects_per_minute = 30
            messages_per_connection = 9
            limited_at = "data"
            charges_refused = true
            counts_together = true
            swing = 0.5
            swing_from = "6h"
            ambient = 0.01
            mailbox_full = 0.02
            latency = "300ms"
            latency_spread = 0.1
            connect_latency = "40ms"
            offended_with = "rate"
            innocent = true

              [receiver.limit]
              kind = "fixed-window"
              messages = 900
              length = "10m"

              [receiver.box]
              violations = 5
              decay = "7m"
              connection_weight = 0.5
              length = "1m"
              growth = 2
              longest = "1h"
              rearmed = true
              forgotten = "3h"

              [receiver.standing]
              per_refusal = 0.001
              per_unknown_user = 0.002
              recovery = "1d"
              first = 0.9
              least = 0.2

              [receiver.greylist]
              delay = "5m"
              window = "4h"
              passes = 3

              [[receiver.step]]
              at = "1h"
              factor = 0.5

              [[receiver.outage]]
              from = "10m"
              until = "20m"

              [[receiver.host_fault]]
              host = 2
              from = "0s"
              until = "1h"
              share = 0.5
              answers = true

            [[load]]
            to = "all"
            stream = "transactional"
            messages = 10
            from = "1m"
            until = "1h"
            unknown_users = 0.1
            offending = 2
            """;

    @TempDir private Path folder;

    /// A load, or a scenario, that cannot be meant, and what is said of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    messages = 10       | per_second = inf                   | per_second: is Infinity; right would be: a finite number above 0
                    messages = 10       | per_second = 1¶messages = 10     | messages: stands beside per_second
                    messages = 10       | messages = { even = [5, 2] }       | messages: is drawn from 5 to 2; right would be: { even = [2, 5] }
                    hosts = 3           | count = 100000                     | count: makes 100000 receivers; right would be: at most 1000
                    length = "2h"       | length = "90d"                     | length: is 90d; right would be: 1m to 30d
                    violations = 5      | violatons = 5                      | has violatons
                    """)
    void whatCannotBePlayedIsToldByItsKey(String right, String wrong, String told) {
        var text =
                EVERYTHING.replaceFirst("(?m)^( *)" + right + "$", "$1" + wrong.replace("¶", "\n"));

        assertThatThrownBy(() -> file(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(told);
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        var file =
                Files.write(folder.resolve("odd.toml"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});

        assertThatThrownBy(() -> ScenarioFile.of(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("odd.toml: is no text in UTF-8");
    }

    private Scenario drawn(String text) throws IOException {
        return file(text).drawn(1);
    }

    private ScenarioFile file(String text) throws IOException {
        return ScenarioFile.of(Files.writeString(folder.resolve("own.toml"), text));
    }

    /// What nothing was tuned on (docs/simulation.md).
    @Test
    void theStrangeReceiversCanBePlayed() throws IOException {
        try (var files = Files.list(Corpora.root().resolve("simulation/strange"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(ScenarioFile.of(file).drawn(1).receivers()).isNotEmpty());
        }
    }

    @Test
    void everyKeyArrivesWhereItShould() throws IOException {
        var fault =
                new Weather.Fault(
                        2, new Weather.Span(Duration.ZERO, Duration.ofHours(1)), 0.5, true);
        var receiver =
                new ReceiverModel(
                        "all",
                        Flavour.ORANGE,
                        true,
                        3,
                        new ReceiverModel.Door(7, 30, 9),
                        new Limit.FixedWindow(900, Duration.ofMinutes(10)),
                        Stage.DATA,
                        true,
                        true,
                        new Weather(
                                List.of(new Weather.Step(Duration.ofHours(1), 0.5)),
                                0.5,
                                Duration.ofHours(6),
                                List.of(
                                        new Weather.Span(
                                                Duration.ofMinutes(10), Duration.ofMinutes(20))),
                                List.of(fault)),
                        new ReceiverModel.Box(
                                5,
                                Duration.ofMinutes(7),
                                0.5,
                                Duration.ofMinutes(1),
                                2,
                                Duration.ofHours(1),
                                true,
                                Duration.ofHours(3)),
                        new ReceiverModel.Standing(0.001, 0.002, Duration.ofDays(1), 0.9, 0.2),
                        new ReceiverModel.Greylist(Duration.ofMinutes(5), Duration.ofHours(4), 3),
                        new ReceiverModel.Noise(0.01, 0.02),
                        new ReceiverModel.Latency(
                                Duration.ofMillis(300), 0.1, Duration.ofMillis(40)),
                        Check.RATE);
        var load =
                new Load(
                        0,
                        Stream.TRANSACTIONAL,
                        10,
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        0.1,
                        2);

        assertThat(drawn(EVERYTHING))
                .isEqualTo(
                        new Scenario(
                                "everything",
                                Scenario.Kind.UNSEEN,
                                Duration.ofHours(2),
                                3,
                                50,
                                List.of(receiver),
                                List.of(load),
                                List.of(0)));
    }

    @Test
    void aShortFileHasTheUsualRest() throws IOException {
        var scenario = drawn(shortFile("", "messages = 5"));

        assertThat(scenario.kind()).isEqualTo(Scenario.Kind.OTHER);
        assertThat(scenario.receivers()).containsExactly(ReceiverModel.of("r", Flavour.PLAIN));
        assertThat(scenario.loads())
                .containsExactly(
                        new Load(0, Stream.BULK, 5, Duration.ZERO, Duration.ofHours(1), 0.002, 0));
    }

    @Test
    void whatIsLeftToChanceIsTheSameForTheSameSeedAndAnotherForAnother() throws IOException {
        var file =
                file(
                        shortFile(
                                """
                                count = 40
                                connections = { even = [2, 5] }
                                opaque = { share = 0.5 }
                                flavour = { one_of = ["gmail", "yahoo"] }
                                latency = { log = ["200ms", "2s"] }
                                """,
                                "messages = 5"));
        var receivers = file.drawn(1).receivers();

        assertThat(file.drawn(1)).isEqualTo(file.drawn(1)).isNotEqualTo(file.drawn(2));
        assertThat(receivers).extracting(ReceiverModel::name).contains("r-1", "r-40");
        assertThat(receivers)
                .extracting(model -> model.door().connections())
                .contains(2, 3, 4, 5)
                .allMatch(connections -> connections >= 2 && connections <= 5);
        assertThat(receivers)
                .extracting(ReceiverModel::flavour)
                .contains(Flavour.GMAIL, Flavour.YAHOO);
        assertThat(receivers).extracting(ReceiverModel::opaque).contains(true, false);
    }

    @Test
    void aLoadIsANumberARateOrSoMuchOfWhatTheReceiverTakes() throws IOException {
        var limit = "[receiver.limit]\nkind = \"bucket\"\nper_second = 2\nburst = 10\n";

        assertThat(messages(shortFile(limit, "messages = 7"))).isEqualTo(7);
        assertThat(messages(shortFile(limit, "per_second = 0.5\nuntil = \"30m\""))).isEqualTo(900);
        assertThat(messages(shortFile(limit, "per_second = 5\nshare_at_most = 0.1")))
                .isEqualTo(720);
        assertThat(messages(shortFile(limit, "saturation = 1.5\nmore = 3"))).isEqualTo(10_803);
    }

    private int messages(String text) throws IOException {
        return drawn(text).loads().getFirst().messages();
    }

    private static String shortFile(String receiver, String load) {
        return "name = \"short\"\nlength = \"1h\"\n\n[[receiver]]\nname = \"r\"\n"
                + receiver
                + "\n[[load]]\n"
                + load
                + "\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "length = \"2h\"|length = \"2 hours\"|:4: length: is \"2 hours\"; right would be: a number and ms, s, m, h or d, such as \"90s\"",
                "kind = \"unseen\"|kind = \"new\"|:3: kind: is \"new\"; right would be: one of designed, lottery, unseen, warm-up, other",
                "flavour = \"orange\"|flavor = \"orange\"|:10: flavor: is not a key here; right would be: flavour; the keys here are ",
                "[[load]]|[[laod]]|:1: load: is missing; right would be: at least one [[load]] (line 71 has laod)",
                "connections = 7|connections = 0|:13: connections: is 0; right would be: a whole number from 1",
                "connections = 7|connections = \"7\"|:13: connections: is \"7\"; right would be: a number",
                "ambient = 0.01|ambient = 3|:21: ambient: is 3.0; right would be: a share from 0 to 1",
                "opaque = true|opaque = \"yes\"|:11: opaque: is \"yes\"; right would be: true or false",
                "messages = 900|messages = -1|:31: messages: is -1.0; right would be: a number above 0",
                "host = 2|host = 3|:65: host: is 3; right would be: 0 to 2",
                "to = \"all\"|to = \"nobody\"|:72: to: is \"nobody\"; right would be: \"*\" or one of all",
                "growth = 2|growth = { even = [1] }|:39: growth: is a table; right would be: a value, or a draw:",
                "swing = 0.5|swing = 0.5 0|:19: Unexpected",
                "until = \"20m\"|until = \"5m\"|:62: until: is not after from; right would be: a later moment",
                "length = \"2h\"|length = \"90d\"|:4: length: is 90d; right would be: 1m to 30d",
            })
    void whatIsWrongIsToldWithFileLineAndKey(String right, String wrong, String told)
            throws IOException {
        var text = EVERYTHING.replaceFirst(java.util.regex.Pattern.quote(right), wrong);

        assertThatThrownBy(() -> file(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("own.toml" + told);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyScenarioOfOursIsOneAndHasItsFilesName(String name) {
        var scenario = Scenarios.named(name).orElseThrow();

        assertThat(scenario.name()).isEqualTo(name);
        assertThat(scenario.about()).endsWith(".");
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(scenario.drawn(seed).receivers()).isNotEmpty();
        }
    }
}
