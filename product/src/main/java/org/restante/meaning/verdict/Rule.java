package org.restante.meaning.verdict;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// One thing that is known of replies: words to look for, and what they mean.
///
/// @param provider the word of the provider the rule belongs to
/// @param clauses what to look for; any one of them is enough
/// @param stage the only stage at which the rule speaks; null for any
/// @param permanence what trying again comes to, where that differs from what the code signals; null where it does not
/// @param next in order of importance; empty for what the cause usually asks
/// @param minimumPause the pause before any canary; null for none
/// @param anywhere whether the words are plain enough to be believed of any receiver
/// @param sample a reply the rule was made for
/// @param origin where the rule's knowledge is from
/// @param trust who wrote the expression, and so which engine runs it
public record Rule(
        String provider,
        String name,
        List<Clause> clauses,
        @Nullable Stage stage,
        Cause cause,
        Scope scope,
        @Nullable Permanence permanence,
        List<NextStep> next,
        @Nullable Duration minimumPause,
        boolean anywhere,
        String explanation,
        String sample,
        String origin,
        Trust trust) {
    /// Who wrote a rule's expression.
    public enum Trust {
        /// We did: `java.util.regex`.
        OURS,
        /// A user did: RE2J, whose time is linear in the text whatever the expression.
        USERS
    }

    /// An expression to look for.
    ///
    /// @param match a regular expression, tried on the normal form `CODE X.Y.Z text` in lower case on one line
    /// @param literals lower-case texts of which every match holds at least one; never empty
    /// @param besides further such texts, of another part of the expression; may be empty
    /// @param unless expressions of which no text may hold any for the clause to fit
    public record Clause(
            String match, List<String> literals, List<String> besides, List<String> unless) {
        public Clause {
            match = PlainLetters.of(match);
            unless = unless.stream().map(PlainLetters::of).toList();
            literals = literals.stream().map(PlainLetters::of).toList();
            besides = besides.stream().map(PlainLetters::of).toList();
            if (literals.isEmpty()) {
                throw new IllegalArgumentException(
                        "a clause names a literal that each match holds: " + match);
            }
        }
    }

    public Rule {
        clauses = List.copyOf(clauses);
        next = List.copyOf(next);
        if (clauses.isEmpty()) {
            throw new IllegalArgumentException(
                    "a rule looks for something: " + provider + "/" + name);
        }
    }

    /// `provider/name`, as verdicts and events cite it.
    public String id() {
        return provider + "/" + name;
    }
}
