package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;

final class SourceMapFileTest {
    @TempDir private Path folder;

    @Test
    void aSourceIsDeclaredByHostAndInstance() throws IOException {
        var map =
                SourceMapFile.read(
                        file(
                                """
                                [[rule]]
                                when = { host = "MX1", instance = "postfix-b*" }
                                give = { source = "mta7", address = "198.51.100.7", pool = "bulk", ehlo = "mta7.s.test" }
                                [[rule]]
                                give = { source = "other", pool = "rest" }
                                """));
        var row = new LogRow();
        row.clear(LogRow.Kind.DELIVERED);
        row.put(Field.LOG_HOST, "mx1");
        row.put(Field.INSTANCE, "postfix-bulk");
        map.apply(row);
        assertThat(row.text(Field.SOURCE)).isEqualTo("mta7");
        assertThat(row.text(Field.SOURCE_IP)).isEqualTo("198.51.100.7");
        assertThat(row.text(Field.POOL)).isEqualTo("bulk");
        assertThat(row.text(Field.EHLO)).isEqualTo("mta7.s.test");

        row.clear(LogRow.Kind.DELIVERED);
        row.put(Field.LOG_HOST, "mx2");
        row.put(Field.SOURCE, "told");
        map.apply(row);
        assertThat(row.text(Field.SOURCE)).isEqualTo("told");
        assertThat(row.text(Field.POOL)).isEqualTo("rest");
        assertThat(row.has(Field.SOURCE_IP)).isFalse();
    }

    @Test
    void aStreamIsDeclaredBySenderHeaderAndJob() throws IOException {
        var map =
                SourceMapFile.read(
                        file(
                                """
                                [[rule]]
                                when = { job = "promo-*" }
                                give = { stream = "promotions", tenant = "{pool}" }
                                [[rule]]
                                when = { header = { X-Kind = "trans*" } }
                                give = { stream = "{header:x-kind}/{sender}" }
                                [[rule]]
                                when = { sender = "*@news.test" }
                                give = { stream = "news" }
                                """));
        var context =
                new LogContext(
                        ZoneOffset.UTC,
                        Instant.EPOCH,
                        "type,timeLogged,rcpt,orig,jobId,vmtaPool,header_X-Kind\n"
                                .getBytes(StandardCharsets.UTF_8));
        var reader = map.over(LogFormat.POWERMTA.reader(context));
        var told = new StringBuilder();
        for (var line :
                new String[] {
                    "d,1763596801,a@x.test,b@news.test,promo-7,p1,",
                    "d,1763596801,a@x.test,b@s.test,,,transactional",
                    "d,1763596801,a@x.test,b@news.test,,,",
                    "d,1763596801,a@x.test,b@else.test,promo-7,,",
                    "d,1763596801,a@x.test,b@else.test,,,"
                }) {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            reader.read(
                    bytes,
                    0,
                    bytes.length,
                    row ->
                            told.append(row.text(Field.STREAM))
                                    .append(' ')
                                    .append(row.text(Field.TENANT))
                                    .append('\n'));
        }
        assertThat(told.toString())
                .isEqualTo(
                        """
                        promotions p1
                        transactional/b@s.test null
                        news null
                        promotions null
                        null null
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "2001:DB8::7", "{meta:egress}", "::ffff:192.0.2.1"})
    void anAddressIsOneOrIsToldByTheLine(String address) throws IOException {
        var text = "[[rule]]\ngive = { address = \"" + address + "\" }";

        assertThat(SourceMapFile.read(file(text)).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [[rule]] ; give = { sauce = "x" } | map.toml:2: sauce: is not a key here
                    [[rule]] ; when = { hosts = "x" } ; give = { source = "x" } | map.toml:2: hosts: is not a key here
                    [[rule]] ; when = { host = 1 } ; give = { source = "x" } | map.toml:2: host: is 1; right would be: a text in quotes
                    [[rule]] ; when = { host = "x" } | give: is missing; right would be: give = { source = "…" }
                    [[rule]] ; give = {} | give: is empty
                    [[rule]] ; give = { stream = "{hots}" } | map.toml:2: stream: names {hots}; right would be: {header:x-name}
                    [[rule]] ; give = { address = "198.51.100.300" } | map.toml:2: address: is "198.51.100.300", which is no IP address; right would be: such as 198.51.100.7 or 2001:db8::7
                    [[rule]] ; give = { address = "mta7" } | map.toml:2: address: is "mta7", which is no IP address
                    [[rules]] | map.toml:1: rules: is not a key here; right would be: one of rule
                    x = | map.toml:1: Unexpected end
                    '' | rule: is missing
                    """)
    void whatDoesNotFitIsNamedWithFileLineAndKey(String text, String message) {
        assertThatThrownBy(() -> SourceMapFile.read(file(text.replace(" ; ", "\n"))))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SourceMapFile.read(folder.resolve("none.toml")))
                .hasMessageContaining("none.toml: there is no such file");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("map.toml"), text);
    }
}
