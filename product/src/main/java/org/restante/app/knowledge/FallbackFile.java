package org.restante.app.knowledge;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Custom;
import org.restante.meaning.verdict.Fallback;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Scope;

/// The file of what codes mean when no words say more.
final class FallbackFile {
    private static final Set<String> KEYS = Set.of("key", "cause", "scope", "next", "explanation");

    private FallbackFile() {}

    static List<Fallback> read(Path file) {
        var reader = TomlReader.of(file);
        reader.allow(Set.of("meaning"));
        return reader.tables("meaning").stream().map(FallbackFile::fallback).toList();
    }

    private static Fallback fallback(TomlReader table) {
        table.allow(KEYS);
        var cause = table.word("cause", Cause.class);
        var scope = table.optionalWord("scope", Scope.class);
        return new Fallback(
                table.text("key"),
                cause,
                scope == null ? Custom.scope(cause) : scope,
                table.words("next", NextStep.class),
                table.text("explanation"));
    }
}
