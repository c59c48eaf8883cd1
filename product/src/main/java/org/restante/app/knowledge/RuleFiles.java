package org.restante.app.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.restante.meaning.verdict.Fallback;
import org.restante.meaning.verdict.Grammar;
import org.restante.meaning.verdict.Rule;
import org.restante.meaning.verdict.RuleSet;

/// The TOML files of rules in a folder: `providers/*.toml`, `grammar.toml` and `fallback.toml` of the product, or a user's own.
final class RuleFiles {
    /// What a folder tells.
    record Read(List<RuleSet> sets, List<Fallback> fallbacks, Grammar grammar) {
        Read {
            sets = List.copyOf(sets);
            fallbacks = List.copyOf(fallbacks);
        }
    }

    private RuleFiles() {}

    /// The product's folder `knowledge`.
    static Read shipped(Path folder) {
        var sets = new ArrayList<RuleSet>();
        for (var file : tomlFiles(folder.resolve("providers"))) {
            sets.add(RuleFile.read(file, Rule.Trust.OURS).set());
        }
        return new Read(
                sets,
                FallbackFile.read(folder.resolve("fallback.toml")),
                GrammarFile.read(folder.resolve("grammar.toml")));
    }

    /// The product's TOML files on the class path, for builds that did not compile them.
    static Read shippedToml() {
        var folder = RuleFiles.class.getResource("/knowledge/providers");
        if (folder == null || !folder.getProtocol().equals("file")) {
            throw new KnowledgeException(
                    "knowledge/knowledge.bin is not on the class path; build the product anew");
        }
        try {
            return shipped(Path.of(folder.toURI()).resolve(".."));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Read users(Path folder) {
        var sets = new ArrayList<RuleSet>();
        for (var file : tomlFiles(folder)) {
            sets.add(RuleFile.read(file, Rule.Trust.USERS).set());
        }
        return new Read(sets, List.of(), Grammar.NONE);
    }

    private static List<Path> tomlFiles(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".toml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
