package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.meaning.reference.CodePage;
import org.restante.testing.Corpora;

final class CodePagesTest {
    private static final String PAGE =
            """
            [[page]]
            code = "TSX99"
            provider = "example"
            title = "An example"
            class = "temporary"
            severity = "low"
            category = "security"
            cause = "rate"
            scope = "source"
            next = ["slow"]
            meaning = \"""\\
                One \\
                line.\"""
            causes = ["Because."]
            now = ["Wait."]
            lasts = "An hour."
            log = "421 4.7.0 [TSX99]"
            origins = [ { of = "meaning", at = "practice" } ]
            """;

    @TempDir Path folder;

    @Test
    void whatIsWrittenFlatIsReadBackEqual() throws IOException {
        var pages = pages();

        var opened = FlatPages.open(FlatPages.write(pages));

        assertThat(opened.headings()).isEqualTo(pages.stream().map(CodePage::heading).toList());
        assertThat(opened.headings().stream().map(h -> opened.page(h.id()).orElseThrow()).toList())
                .isEqualTo(pages);
    }

    @Test
    void linesOfTheFileFlowTogether() throws IOException {
        assertThat(read(PAGE).getFirst().meaning()).isEqualTo("One line.");
    }

    @Test
    void anUnknownCauseIsToldWithItsLineAndTheKnownOnes() {
        assertThatThrownBy(() -> read(PAGE.replace("\"rate\"", "\"speed\"")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("own.toml:8: cause: 'speed' is not one of reputation, rate,");
    }

    @Test
    void anUnknownKeyIsToldWithItsLine() {
        assertThatThrownBy(() -> read(PAGE.replace("title", "titel")))
                .hasMessageContaining("own.toml:4: titel: unknown key");
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(() -> read(PAGE.replace("lasts = \"An hour.\"\n", "")))
                .hasMessageContaining("lasts: a text is missing");
    }

    @Test
    void brokenTomlIsToldWithItsPlace() {
        assertThatThrownBy(() -> read(PAGE + "\ncauses = [")).hasMessageContaining("own.toml");
    }

    @Test
    void somethingElseIsNotACodeReference() {
        assertThatThrownBy(() -> FlatPages.open(new byte[16])).hasMessage("not a code reference");
    }

    @Test
    void aPageOfTheUserTakesThePlaceOfOurs() throws IOException {
        var codes = Files.createDirectory(folder.resolve("codes"));
        Files.writeString(
                codes.resolve("mine.toml"),
                PAGE + PAGE.replace("TSX99", "TSS04").replace("\"example\"", "\"yahoo\""));

        var reference = CodePages.with(folder);

        assertThat(reference.page("yahoo/TSS04").orElseThrow().heading().title())
                .isEqualTo("An example");
        assertThat(reference.page("example/TSX99")).isPresent();
        assertThat(reference.page("4.7.0")).isPresent();
    }

    private List<CodePage> read(String toml) throws IOException {
        Files.writeString(folder.resolve("own.toml"), toml);
        return CodePages.read(folder);
    }

    static List<CodePage> pages() throws IOException {
        return CodePages.read(Corpora.root().resolve("knowledge/codes"));
    }
}
