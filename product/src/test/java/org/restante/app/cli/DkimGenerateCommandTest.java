package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.protocol.dkim.KeyText;
import org.restante.testing.Corpora;
import tools.jackson.databind.ObjectMapper;

final class DkimGenerateCommandTest {
    @TempDir private Path folder;

    private CommandRun generate(Path file, String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "dkim",
                                "generate",
                                "--domain",
                                "shop.test",
                                "--selector",
                                "s1",
                                "--out",
                                file.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of("", arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519"})
    void theKeyIsInTheFileAndItsRecordIsPrinted(String type) throws Exception {
        var file = folder.resolve("key.pem");
        var run = generate(file, "--type", type);

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var record = KeyText.read(Files.readString(file)).record().text();
        assertThat(run.out())
                .contains("\n" + record + "\n")
                .contains("name s1._domainkey (below shop.test)");
        var line =
                run.out()
                        .lines()
                        .filter(l -> l.startsWith("s1._domainkey.shop.test. IN TXT \""))
                        .findFirst()
                        .orElseThrow();
        var strings = line.substring(line.indexOf('"') + 1, line.length() - 1).split("\" \"");
        assertThat(strings).allMatch(string -> string.length() <= 255);
        assertThat(String.join("", strings)).isEqualTo(record);
        assertThat(run.out()).doesNotContain("BEGIN");
    }

    @Test
    @Tag("slow")
    void aKeyOf4096BitsIsToo() throws Exception {
        theKeyIsInTheFileAndItsRecordIsPrinted("rsa4096");
    }

    @Test
    void theJsonIsThatOfItsSchema() throws IOException {
        var run = generate(folder.resolve("key.pem"), "--json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root()
                                                .resolve("docs/schemas/dkim-generate.schema.json")),
                                InputFormat.JSON);
        assertThat(schema.validate(run.out(), InputFormat.JSON)).isEmpty();
        assertThat(new ObjectMapper().readTree(run.out()).get("strings").size()).isEqualTo(2);
    }

    @Test
    void aFileThatExistsIsLeftAlone() throws IOException {
        var file = Files.writeString(folder.resolve("key.pem"), "precious");
        var run = generate(file);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "restante: --out: "
                                + file
                                + " exists and is left alone; another name would be right\n");
        assertThat(Files.readString(file)).isEqualTo("precious");
    }

    @Test
    void whatIsWrongIsToldInOneLineAndNothingIsWritten() {
        var file = folder.resolve("key.pem");
        assertThat(generate(file, "--type", "rsa1024").err())
                .contains("one of rsa2048, rsa4096, ed25519");
        assertThat(
                        CommandRun.of(
                                        "",
                                        "dkim",
                                        "generate",
                                        "--domain",
                                        "a..b",
                                        "--selector",
                                        "s",
                                        "--out",
                                        file.toString())
                                .err())
                .contains("'a..b' is no domain");
        assertThat(
                        CommandRun.of(
                                        "",
                                        "dkim",
                                        "generate",
                                        "--domain",
                                        "a.test",
                                        "--selector",
                                        "s_/",
                                        "--out",
                                        file.toString())
                                .err())
                .contains("is no selector");
        assertThat(CommandRun.of("", "dkim", "generate", "--domain", "a.test").exit()).isEqualTo(2);
        assertThat(CommandRun.of("", "dkim").exit()).isEqualTo(2);
        assertThat(generate(folder.resolve("no/such/key.pem")).err()).contains("no such folder");
        assertThat(file).doesNotExist();
    }

    @Test
    void theHelpNamesEveryOption() {
        assertThat(CommandRun.of("", "dkim", "generate", "--help").out())
                .contains("--domain", "--selector", "--type", "--out", "--json", "0600");
    }
}
