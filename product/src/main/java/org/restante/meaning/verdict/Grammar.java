package org.restante.meaning.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words with a sense, and which senses together say what: how a reply is read of which no phrase is known.
///
/// @param sentences in the order in which they are tried
public record Grammar(List<Sense> senses, List<Sentence> sentences) {
    /// Knows no word.
    public static final Grammar NONE = new Grammar(List.of(), List.of());

    public Grammar {
        senses = List.copyOf(senses);
        sentences = List.copyOf(sentences);
    }

    /// What several words have in common, in any language. A word is written in the letters of the normal text; `*` at its end stands
    /// for any ending, a blank for whatever is no letter.
    ///
    /// @param any words that have the sense
    /// @param none words that have the sense where a negation stands near (`not found`)
    public record Sense(String name, List<String> any, List<String> none) {
        /// The sense that makes `none` words count.
        static final String NEGATION = "not";

        public Sense {
            any = any.stream().map(PlainLetters::of).toList();
            none = none.stream().map(PlainLetters::of).toList();
        }
    }

    /// What senses that stand together mean.
    ///
    /// @param meaning its key is `grammar/name`, as verdicts and events cite it
    /// @param signalled the only class of replies it speaks of; null for any
    /// @param says of each list one sense must be there
    /// @param unless none of these may be there, wherever in the reply
    /// @param within how many words apart at most, in one clause
    /// @param sure whether it may be believed against an enhanced status code that says something else
    /// @param sample a reply that it is tried on
    public record Sentence(
            Fallback meaning,
            @Nullable Permanence signalled,
            List<List<String>> says,
            List<String> unless,
            int within,
            boolean sure,
            String sample) {
        public Sentence {
            says = says.stream().map(List::copyOf).toList();
            unless = List.copyOf(unless);
        }
    }
}
