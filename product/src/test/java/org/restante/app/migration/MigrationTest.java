package org.restante.app.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.ConfigFile;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.migration.Migration.From;
import org.restante.mail.message.Domain;
import org.restante.meaning.provider.Providers;

/// Other servers' files and what becomes of them; the files made stand beside this test, so that a change is read as a diff.
final class MigrationTest {
    private static final Providers PROVIDERS = Knowledge.shipped().providers();

    @TempDir private Path folder;

    private Path kept(String name) throws IOException {
        return Files.writeString(folder.resolve(name), text(name));
    }

    private static String text(String name) throws IOException {
        try (var in = MigrationTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Migration migrated(String... names) throws Exception {
        var files = new java.util.ArrayList<Path>();
        for (var name : names) {
            files.add(kept(name));
        }
        return Migration.of(files, From.AUTO, PROVIDERS);
    }

    private void becomes(String expected, String... names) throws Exception {
        var made = migrated(names).text().replace(folder + "/", "");

        assertThat(made).isEqualTo(text(expected));
    }

    @Test
    void powerMta() throws Exception {
        becomes("from-powermta.toml", "powermta.conf");
    }

    @Test
    void kumoMta() throws Exception {
        becomes("from-kumomta.toml", "sources.toml", "shaping.json");
    }

    @Test
    void postfix() throws Exception {
        becomes("from-postfix.toml", "main.cf", "master.cf", "transport", "sasl_passwd");
    }

    @Test
    void whatIsMadeIsReadWithItsValues() throws Exception {
        var config =
                ConfigFile.parse(
                                Path.of("/e/restante.toml"),
                                migrated("powermta.conf").text(),
                                Map.of())
                        .config();

        var pool = config.pools(new Domain("us.test")).usual();
        assertThat(pool.name()).isEqualTo("news");
        assertThat(pool.members())
                .extracting(member -> member.source().name())
                .containsExactly("mta1", "mta2");
        assertThat(config.limits().provider().get("yahoo").connections()).contains(10);
        assertThat(config.limits().provider().get("yahoo").messagesPerHour()).contains(300);
        assertThat(config.limits().all().connections()).contains(20);
        assertThat(config.routeTable()).hasToString("example.net=[relay.example.net]:2525");
    }

    @Test
    void aMacroThatIsNotDefinedAndAnIncludeThatIsNotThereAreNamed() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("config"),
                        "<domain $none>\n max-smtp-out 3\n</domain>\ninclude more.conf\n");

        assertThat(Migration.of(List.of(file), From.POWERMTA, PROVIDERS).text())
                .contains(
                        "# - config:2: max-smtp-out: the macro $none was not defined before\n",
                        "# - config:4: include: "
                                + folder.resolve("more.conf")
                                + " is not there\n");
    }

    @Test
    void aListenerUnderTlsWithoutACertificateIsLeftOutWhole() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("master.cf"),
                        """
                        smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes
                        smtp inet n - y - - smtpd
                        """);

        var text = Migration.of(List.of(file), From.POSTFIX, PROVIDERS).text();

        assertThat(text)
                .contains("address = \"*:25\"")
                .doesNotContain("address = \"*:465\"")
                .contains("and there is no certificate");
    }

    @Test
    void aFileOfNoServerIsToldSo() throws Exception {
        var file = Files.writeString(folder.resolve("a.txt"), "Dear all,\n");

        assertThatThrownBy(() -> Migration.of(List.of(file), From.AUTO, PROVIDERS))
                .isInstanceOf(Migration.Unknown.class)
                .hasMessageStartingWith(file + ": looks like no file of PowerMTA");
    }

    @Test
    void timeSpansAreWrittenAsOurs() {
        assertThat(
                        List.of("60s", "5 minutes", "4d12h", "1w", "7", "2 hours", "500ms").stream()
                                .map(text -> Spans.of(text, "d").orElse("none")))
                .containsExactly("60s", "5m", "4d12h", "7d", "7d", "2h", "500ms");
        assertThat(
                        Arrays.stream(new String[] {"", "soon", "5 fortnights", "-1s", "1s2"})
                                .map(text -> Spans.of(text, "s").orElse("none")))
                .containsExactly("none", "none", "none", "none", "1s2s");
    }

    @Test
    void whateverStandsInAFileWhatIsMadeCanBeRead() throws Exception {
        var chance = new Random(20261128);
        var names =
                List.of(
                        "powermta.conf",
                        "main.cf",
                        "master.cf",
                        "transport",
                        "sources.toml",
                        "shaping.json");
        for (int turn = 0; turn < 300; turn++) {
            var name = names.get(turn % names.size());
            var text = new StringBuilder(text(name));
            for (int i = 0; i < 4; i++) {
                int at = chance.nextInt(text.length());
                int end = Math.min(text.length(), at + chance.nextInt(10));
                var other = chance.nextInt(text.length() - 8);
                text.replace(at, end, text.substring(other, other + chance.nextInt(8)));
            }
            var file = Files.writeString(folder.resolve(name), text);
            var from = turn % 6 == 0 ? From.POWERMTA : turn % 6 < 4 ? From.POSTFIX : From.KUMOMTA;
            try {
                var made = Migration.of(List.of(file), from, PROVIDERS);
                ConfigFile.parse(Path.of("/e/restante.toml"), made.text(), Map.of());
            } catch (IOException e) {
                assertThat(from).as(text.toString()).isEqualTo(From.KUMOMTA);
            } catch (RuntimeException e) {
                throw new AssertionError("turn " + turn + ":\n" + text, e);
            }
        }
    }
}
