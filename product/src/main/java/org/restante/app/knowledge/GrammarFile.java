package org.restante.app.knowledge;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Custom;
import org.restante.meaning.verdict.Fallback;
import org.restante.meaning.verdict.Grammar;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;

/// The file of words with a sense, and of what they mean together.
final class GrammarFile {
    private static final Set<String> SENSE_KEYS = Set.of("name", "any", "none");
    private static final Set<String> SENTENCE_KEYS =
            Set.of(
                    "name",
                    "says",
                    "unless",
                    "within",
                    "class",
                    "sure",
                    "cause",
                    "scope",
                    "next",
                    "explanation",
                    "sample");

    /// Words apart, where a sentence does not say.
    private static final int WITHIN = 8;

    private GrammarFile() {}

    static Grammar read(Path file) {
        var reader = TomlReader.of(file);
        reader.allow(Set.of("sense", "sentence"));
        return new Grammar(
                reader.tables("sense").stream().map(GrammarFile::sense).toList(),
                reader.tables("sentence").stream().map(GrammarFile::sentence).toList());
    }

    private static Grammar.Sense sense(TomlReader table) {
        table.allow(SENSE_KEYS);
        return new Grammar.Sense(table.text("name"), table.texts("any"), table.texts("none"));
    }

    private static Grammar.Sentence sentence(TomlReader table) {
        table.allow(SENTENCE_KEYS);
        var cause = table.word("cause", Cause.class);
        var scope = table.optionalWord("scope", Scope.class);
        var meaning =
                new Fallback(
                        "grammar/" + table.text("name"),
                        cause,
                        scope == null ? Custom.scope(cause) : scope,
                        table.words("next", NextStep.class),
                        table.text("explanation"));
        var within = table.number("within");
        return new Grammar.Sentence(
                meaning,
                table.optionalWord("class", Permanence.class),
                table.oneOrMoreTexts("says").stream().map(GrammarFile::names).toList(),
                names(table.optionalText("unless")),
                within == null ? WITHIN : within,
                table.flag("sure"),
                table.text("sample"));
    }

    private static List<String> names(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : Arrays.asList(text.trim().split(" +"));
    }
}
