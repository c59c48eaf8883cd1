package org.restante.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a wrong file is told, and that it is told everything.
final class ConfigFileTest {
    private static final Path FILE = Path.of("restante.toml");
    private static final String SERVER = "[server]\ndata = \"d\"\n";

    @TempDir private Path folder;

    private static List<String> problems(String text) {
        var bad =
                catchThrowableOfType(BadConfig.class, () -> ConfigFile.parse(FILE, text, Map.of()));
        return bad == null ? List.of() : bad.problems().stream().map(Problem::toString).toList();
    }

    /// What stands from line 3 on, and what is said of it.
    private static void wrong(String text, String... said) {
        assertThat(problems(SERVER + text)).as(text).containsExactly(said);
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceAndWhatWouldBeRight() {
        wrong(
                "stop_wihtin = \"1m\"",
                "restante.toml:3:1: server.stop_wihtin is not a key here; did you mean 'stop_within'?");
        wrong(
                "stop-within = \"1m\"",
                "restante.toml:3:1: server.stop-within is not a key here; did you mean 'stop_within'?");
        wrong(
                "[listen]\naddress = \"x\"",
                "restante.toml:3:1: listen is not a key here; did you mean 'listener'?");
        wrong(
                "greeting = \"1m\"",
                "restante.toml:3:1: server.greeting is not a key here; it belongs in [delivery]");
        wrong(
                "[users]\nxyzzy = 1",
                "restante.toml:4:1: users.xyzzy is not a key here; the keys here are file");
        wrong(
                "stop_within = 30",
                "restante.toml:3:1: server.stop_within is 30; a time span with its unit, such as \"30s\", \"5m\", \"72h\" would be right");
        wrong(
                "stop_within = \"11m\"",
                "restante.toml:3:1: server.stop_within is \"11m\"; at most 10m would be right");
        wrong(
                "[reception]\nrecipients = 10",
                "restante.toml:4:1: reception.recipients is 10; 100 or more would be right");
        wrong(
                "[reception]\nrecipients = 99999999999",
                "restante.toml:4:1: reception.recipients is 99999999999; a whole number, without quotes would be right");
        wrong(
                "[reception]\nmessage_size = \"50\"",
                "restante.toml:4:1: reception.message_size is \"50\"; a size with its unit, such as \"50MB\" or \"50MiB\" would be right");
        wrong(
                "[reception]\nnetworks = [\"10.0.0.0/8\", \"10.0.0.1/8\"]",
                "restante.toml:4:27: reception.networks[1] is \"10.0.0.1/8\"; a network by its first address, such as \"192.0.2.0/24\" or \"2001:db8::/32\", or an address would be right");
        wrong(
                "[reception]\nnetworks = \"10.0.0.0/8\"",
                "restante.toml:4:1: reception.networks is \"10.0.0.0/8\"; a list would be right: [ … ]");
        wrong(
                "[listener]\naddress = \"127.0.0.1:25\"",
                "restante.toml:3:1: listener is a table; [[listener]] for each would be right");
        wrong(
                "[[listener]]\nkind = \"relai\"",
                "restante.toml:3:1: listener[0].address is missing; an address and a port, such as \"127.0.0.1:25\", \"[::1]:25\" or \"*:25\" for all addresses would be right",
                "restante.toml:4:1: listener[0].kind is \"relai\"; one of \"relay\", \"submission\", \"implicit-tls\" would be right");
        wrong(
                "[[listener]]\naddress = \"127.0.0.1:25\"\n[[listener]]\naddress = \"127.0.0.1:25\"",
                "restante.toml:6:1: listener[1].address stands twice; keep one");
        wrong(
                "[pool.news]\nsources = { frist = 1 }\n[source.first]",
                "restante.toml: queue.pool is \"default\", and there is no such pool; one of news would be right",
                "restante.toml:4:13: pool.news.sources.frist names a source that there is none of; did you mean 'first'?");
        wrong(
                "[[listener]]\naddress = \"*:465\"\nkind = \"implicit-tls\"",
                "restante.toml:5:1: listener[0].kind is \"implicit-tls\", and there is no certificate; [tls] with certificate and key would be right");
        wrong(
                "[tls]\ncertificate = \"a.pem\"",
                "restante.toml:3:1: tls.key is missing; a certificate and its key go together");
        wrong(
                "[source.a]\nipv4 = \"2001:db8::1\"",
                "restante.toml:4:1: source.a.ipv4 is an IPv6 address; that is ipv6");
        wrong(
                "[routes]\n\"example.org\" = \"300.0.0.1\"",
                "restante.toml:4:1: routes.\"example.org\" is wrong: '300.0.0.1' is not a next hop: '300.0.0.1' is not an IPv4 address; right would be 192.0.2.1:2525, [2001:db8::1]:2525, [host.example]:2525 (that host), relay.example (its MX hosts), lmtp:host.example:24, or mx (the domain's own MX hosts)");
        wrong(
                "[routes]\n\"a.org\" = \"mx\"\n\"A.org\" = \"mx\"",
                "restante.toml:5:1: routes.\"A.org\" is wrong: two routes for 'A.org'; keep one");
    }

    @Test
    void whatIsMissingIsTold() {
        assertThat(problems(""))
                .containsExactly(
                        "restante.toml: server.data is missing; a path in quotes would be right");
    }

    @Test
    void allThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
        assertThat(
                        problems(
                                """
                                [server]
                                nmae = "x"
                                [reception]
                                idle = true
                                [queue]
                                bulk = "1s"
                                """))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly(
                        "restante.toml:1:1:",
                        "restante.toml:2:1:",
                        "restante.toml:4:1:",
                        "restante.toml:6:1:");
    }

    @Test
    void whatIsNoTomlIsToldWithItsPlace() {
        assertThat(problems("[server]\ndata = d\n"))
                .singleElement()
                .asString()
                .startsWith("restante.toml:2:8: this is not TOML: ");
    }

    @Test
    void pathsBeginAtTheFile() throws Exception {
        var file = folder.resolve("restante.toml");
        Files.writeString(file, "[server]\ndata = \"../mail\"\n");

        assertThat(ConfigFile.read(file, Map.of()).config().server().data())
                .isEqualTo(folder.resolveSibling("mail"));
    }

    @Test
    void aFileThatIsNotInUtf8IsToldSo() throws Exception {
        var file = folder.resolve("restante.toml");
        Files.write(file, "[server]\ndata = \"caf\u00e9\"\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ConfigFile.read(file, Map.of()))
                .isInstanceOf(BadConfig.class)
                .hasMessage(file + ": is not in UTF-8; TOML is written in UTF-8");
    }

    @Test
    void everyValueIsShownWithWhereItComesFromAndWhatItMeans() throws Exception {
        var file = ConfigFile.parse(FILE, SERVER + "stop_within = \"90s\"\n", Map.of());

        assertThat(file.effective())
                .filteredOn(one -> one.key().equals("stop_within"))
                .extracting(Effective::value, Effective::from, Effective::restart)
                .containsExactly(tuple("\"1m30s\"", "restante.toml:3", true));
        assertThat(file.effective())
                .contains(
                        new Effective(
                                "server",
                                "name",
                                "",
                                "default",
                                "how the server names itself in its greeting, at EHLO and in Received fields",
                                true),
                        new Effective(
                                "delivery",
                                "quit",
                                "\"5s\"",
                                "default",
                                "for the reply to QUIT",
                                false));
    }

    /// Pieces that a file is made of, right and wrong ones.
    private static final List<String> PIECES =
            List.of(
                    "[server]\n",
                    "data",
                    " = ",
                    "\"",
                    "'",
                    "d",
                    "\n",
                    "[",
                    "]",
                    "[[",
                    "]]",
                    "{",
                    "}",
                    ",",
                    ".",
                    "#",
                    "[[listener]]\n",
                    "address",
                    "\"*:25\"",
                    "[source.a]\n",
                    "[pool.a]\n",
                    "sources",
                    "{ a = 1 }",
                    "[limits.site.\"x\"]\n",
                    "connections",
                    "3",
                    "-1",
                    "1e400",
                    "nan",
                    "true",
                    "1979-05-27",
                    "\"5m\"",
                    "[routes]\n",
                    "\"*\"",
                    "\"mx\"",
                    "\u0000",
                    "\ud800",
                    "\u00e9",
                    "99999999999999999999",
                    "\\",
                    "\"\"\"");

    @Test
    @Tag("slow")
    void nothingThatIsWrittenIsAnythingButReadOrRefused() throws Exception {
        var full = SectionsTest.fullText();
        var chance = new Random(20261128);
        for (int turn = 0; turn < 3000; turn++) {
            var text = new StringBuilder(turn % 3 == 0 ? "" : full);
            int changes = 1 + chance.nextInt(turn % 3 == 0 ? 30 : 4);
            for (int i = 0; i < changes; i++) {
                int at = chance.nextInt(text.length() + 1);
                int end = Math.min(text.length(), at + chance.nextInt(12));
                text.replace(at, end, PIECES.get(chance.nextInt(PIECES.size())));
            }
            try {
                ConfigFile.parse(FILE, text.toString(), Map.of());
            } catch (BadConfig e) {
                assertThat(e.problems()).as(text.toString()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("turn " + turn + ":\n" + text, e);
            } catch (AssertionError e) {
                // The parser doubts itself under -ea only, as tests run.
                if (!e.getStackTrace()[0].getClassName().startsWith("org.tomlj.")) {
                    throw e;
                }
            }
        }
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(problems(SERVER + "x = " + "[".repeat(100_000))).isNotEmpty();
    }
}
