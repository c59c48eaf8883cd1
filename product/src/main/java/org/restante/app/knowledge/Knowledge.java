package org.restante.app.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.RuleBook;
import org.restante.meaning.verdict.RuleSet;

/// What is known of receivers and their replies.
///
/// @param rules what replies mean
/// @param providers who runs an MX host
public record Knowledge(RuleBook rules, Providers providers) {
    private static final String COMPILED = "/knowledge/knowledge.bin";

    private static final class Shipped {
        private static final Knowledge KNOWLEDGE = read();

        private static Knowledge read() {
            try (var in = Knowledge.class.getResourceAsStream(COMPILED)) {
                return in == null ? Knowledge.of(RuleFiles.shippedToml()) : of(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Knowledge of(InputStream in) throws IOException {
            return Knowledge.of(CompiledRules.read(in));
        }
    }

    /// What the product ships. Read once.
    public static Knowledge shipped() {
        return Shipped.KNOWLEDGE;
    }

    /// What the product ships, and a user's own `*.toml` files of `folder`, whose rules are asked first.
    ///
    /// @throws KnowledgeException when a file cannot be understood: file, line, key, what was found and what would be right
    public static Knowledge with(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new KnowledgeException(
                    folder + ": is no folder; the knowledge of a user is a folder of .toml files");
        }
        var users = RuleFiles.users(folder);
        var shipped = shipped();
        var providers = new ArrayList<Provider>();
        users.sets().forEach(set -> providers.add(completed(set, shipped.providers())));
        providers.addAll(shipped.providers().all());
        return new Knowledge(shipped.rules().with(users.sets()), new Providers(providers));
    }

    /// A user's set for a provider that is known may leave out who it is.
    private static Provider completed(RuleSet set, Providers known) {
        var provider = set.provider();
        var ours = known.byWord(provider.word());
        if (ours == null) {
            return provider;
        }
        var mx = new ArrayList<>(provider.mx());
        mx.addAll(ours.mx());
        var domains = new ArrayList<>(provider.domains());
        domains.addAll(ours.domains());
        return new Provider(
                ours.word(),
                ours.name(),
                ours.kind(),
                mx,
                domains,
                ours.signs(),
                ours.limits(),
                ours.postmaster(),
                ours.form());
    }

    static Knowledge of(RuleFiles.Read read) {
        List<Provider> providers = read.sets().stream().map(RuleSet::provider).toList();
        return new Knowledge(
                new RuleBook(read.sets(), read.fallbacks(), read.grammar()),
                new Providers(providers));
    }
}
