package org.restante.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What stands in docs/ about the configuration is what the records say.
final class ReferenceTest {
    private static final Path DOCS = Path.of(System.getProperty("restante.root", ".."), "docs");

    private static void isFresh(String name, Supplier<String> made, String command)
            throws Exception {
        var file = DOCS.resolve(name);
        var there = Files.exists(file) ? Files.readString(file) : "";

        assertThat(there)
                .as(
                        "docs/%s is stale; make it anew: ./restante config %s > docs/%s",
                        name, command, name)
                .isEqualTo(made.get());
    }

    @Test
    void theReferenceIsFresh() throws Exception {
        isFresh("configuration.md", Reference::document, "reference");
    }

    @Test
    void theExampleIsFresh() throws Exception {
        isFresh("restante.example.toml", Reference::example, "example");
    }

    @Test
    void theExampleIsRightAndChangesNothing() throws Exception {
        var example =
                ConfigFile.parse(
                        Path.of("/e/restante.toml"),
                        Reference.example(),
                        Map.of("POLICY_TOKEN", "secret"));
        var least =
                ConfigFile.parse(
                        Path.of("/e/restante.toml"),
                        "[server]\ndata = \"/var/lib/restante\"",
                        Map.of("POLICY_TOKEN", "secret"));

        assertThat(example.config()).isEqualTo(least.config());
    }

    /// Comments begin with `# `, keys that are off with `#`.
    @Test
    void theExampleWithEveryKeyOnIsRight() throws Exception {
        var text = Reference.example().replaceAll("(?m)^#+(?=[^ #])", "");

        var all =
                ConfigFile.parse(
                                Path.of("/e/restante.toml"),
                                text,
                                Map.of(
                                        "RELAY_PASSWORD",
                                        "x",
                                        "SOCKS_LOGIN",
                                        "x:y",
                                        "POLICY_TOKEN",
                                        "secret",
                                        "WEBHOOK_SECRET",
                                        SectionsTest.WEBHOOK_SECRET,
                                        "COLLECTOR_KEY",
                                        "Bearer x"))
                        .effective();

        assertThat(all.stream().filter(one -> one.from().equals("default")).map(Effective::key))
                .isEqualTo(List.of());
    }

    @Test
    void everyKeySaysWhatItIsAndWhyItsDefault() {
        for (var chapter : new Shape.Section(Config.class).keys()) {
            assertThat(chapter.key().value()).isNotBlank();
            if (chapter.shape() instanceof Shape.Section section) {
                for (var entry : section.keys()) {
                    assertThat(entry.key().value()).as(entry.name()).isNotBlank();
                    if (!entry.key().usual().isEmpty()) {
                        assertThat(entry.key().why()).as(entry.name()).isNotBlank();
                    }
                }
            }
        }
    }
}
