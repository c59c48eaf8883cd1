package org.restante.app.api;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.restante.app.spelling.Nearest;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;

/// The names that are closed sets, as they are in force: whoever writes another has slipped, and an order on it would concern nothing.
/// Sites and domains are none of them; what is unknown so far may come.
///
/// @param sources our addresses
/// @param pools what mail leaves by
/// @param providers those we have a profile of
public record KnownNames(
        Supplier<List<String>> sources,
        Supplier<List<String>> pools,
        Supplier<List<String>> providers) {
    /// Of these many, all are told.
    private static final int FEW = 12;

    /// Of whom there is a profile; where nothing is sent there are no sources and no pools.
    public static KnownNames ofProviders(Supplier<Providers> providers) {
        return new KnownNames(List::of, List::of, () -> words(providers.get()));
    }

    /// The words of those there is a profile of.
    public static List<String> words(Providers providers) {
        return providers.all().stream().map(Provider::word).toList();
    }

    void requireSource(String field, String name) throws Problem {
        require(field, name, sources.get());
    }

    void requireProvider(String field, String word) throws Problem {
        require(field, word, providers.get());
    }

    /// A provider's word, or a site: the name of a host has a dot, an address a colon.
    void requireReceiver(String field, String receiver) throws Problem {
        if (receiver.indexOf('.') < 0 && receiver.indexOf(':') < 0) {
            requireProvider(field, receiver);
        }
    }

    /// @throws Problem where it is none of the words, with the one that may be meant
    static void require(String field, String written, Collection<String> words) throws Problem {
        if (!words.contains(written)) {
            throw Problem.field(field, objection(written, words));
        }
    }

    /// The same, great and small letters alike.
    static void requireInAnyCase(String field, String written, Collection<String> words)
            throws Problem {
        if (words.stream().noneMatch(written::equalsIgnoreCase)) {
            throw Problem.field(field, objection(written, words));
        }
    }

    /// What was found, and what would be right: `is 'gmial'; did you mean 'gmail'?`
    static String objection(String written, Collection<String> words) {
        return "is '" + Faults.shortened(written) + "'; " + right(written, words);
    }

    /// What would be right: the word that may be meant, or all.
    static String right(String written, Collection<String> words) {
        var near = Nearest.of(written.toLowerCase(Locale.ROOT), words);
        if (near.isPresent()) {
            return "did you mean '" + near.get() + "'?";
        }
        var some = String.join(", ", words.stream().limit(FEW).toList());
        return some
                + (words.size() > FEW ? " or another of " + words.size() : "")
                + " would be right";
    }
}
