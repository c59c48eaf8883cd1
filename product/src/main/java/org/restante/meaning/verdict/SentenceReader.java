package org.restante.meaning.verdict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a text by a [Grammar]: which senses its words have, and which sentence they make. Takes steps in proportion to the words, of
/// which no more than [#MOST_WORDS] are read, however the text was made. One reader serves one thread.
final class SentenceReader {
    private static final int MOST_WORDS = 300;
    private static final int MOST_SENSES = Long.SIZE;

    /// How many words before and behind a word a negation may stand.
    private static final int NEGATED_BEFORE = 3;

    private static final int NEGATED_BEHIND = 2;

    /// A sentence with its senses as bits.
    private record Compiled(Grammar.Sentence sentence, long[] says, long unless) {}

    private final WordTree words = new WordTree();
    private final List<Compiled> sentences;
    private final long negation;

    private final long[] senses = new long[MOST_WORDS];
    private final long[] negated = new long[MOST_WORDS];
    private final int[] clause = new int[MOST_WORDS];
    private final int[] part = new int[MOST_WORDS];
    private int count;

    SentenceReader(Grammar grammar) {
        Map<String, Long> bits = new HashMap<>();
        for (var sense : grammar.senses()) {
            long bit = 1L << bits.size();
            if (bits.size() == MOST_SENSES || bits.putIfAbsent(sense.name(), bit) != null) {
                throw new IllegalArgumentException(
                        "a sense too many, or twice there: " + sense.name());
            }
            sense.any().forEach(word -> words.add(word, bit, false));
            sense.none().forEach(word -> words.add(word, bit, true));
        }
        negation = bits.getOrDefault(Grammar.Sense.NEGATION, 0L);
        sentences = grammar.sentences().stream().map(sentence -> compiled(sentence, bits)).toList();
    }

    private static Compiled compiled(Grammar.Sentence sentence, Map<String, Long> bits) {
        long[] says = sentence.says().stream().mapToLong(one -> mask(one, bits)).toArray();
        return new Compiled(sentence, says, mask(sentence.unless(), bits));
    }

    private static long mask(List<String> names, Map<String, Long> bits) {
        long mask = 0;
        for (var name : names) {
            var bit = bits.get(name);
            if (bit == null) {
                throw new IllegalArgumentException("no such sense: " + name);
            }
            mask |= bit;
        }
        return mask;
    }

    /// The first sentence that the normal text makes; null when it makes none.
    ///
    /// @param signalled the class that the code signals; null for none
    Grammar.@Nullable Sentence read(String text, @Nullable Permanence signalled) {
        long all = senses(text);
        for (var compiled : sentences) {
            var only = compiled.sentence().signalled();
            if ((only == null || only == signalled)
                    && (compiled.unless() & all) == 0
                    && fits(compiled, all)) {
                return compiled.sentence();
            }
        }
        return null;
    }

    /// The senses of all words together.
    private long senses(String text) {
        split(text);
        long all = 0;
        for (int i = 0; i < count; i++) {
            if (negated[i] != 0 && isNegationNear(i)) {
                senses[i] |= negated[i];
            }
        }
        for (int i = 0; i < count; i++) {
            senses[i] &= ~negation;
            all |= senses[i];
        }
        return all;
    }

    private void split(String text) {
        count = 0;
        int clauses = 0;
        int parts = 0;
        int at = 0;
        while (at < text.length() && count < MOST_WORDS) {
            if (WordTree.isLetter(text, at)) {
                at = words.read(text, at);
                senses[count] = words.senses();
                negated[count] = words.negated();
                clause[count] = clauses;
                part[count++] = parts;
            } else {
                char c = text.charAt(at++);
                boolean stops = c == '.' && (at == text.length() || text.charAt(at) == ' ');
                clauses += stops || "!?;".indexOf(c) >= 0 ? 1 : 0;
                parts += stops || "!?;:,()<>\"".indexOf(c) >= 0 ? 1 : 0;
            }
        }
    }

    private boolean isNegationNear(int word) {
        int to = Math.min(count - 1, word + NEGATED_BEHIND);
        for (int i = Math.max(0, word - NEGATED_BEFORE); i <= to; i++) {
            if (i != word && part[i] == part[word] && (senses[i] & negation) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(Compiled compiled, long all) {
        for (long one : compiled.says()) {
            if ((one & all) == 0) {
                return false;
            }
        }
        if (compiled.says().length == 1) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if ((senses[i] & compiled.says()[0]) != 0 && isMetNear(i, compiled)) {
                return true;
            }
        }
        return false;
    }

    /// Whether each further part of the sentence stands near the word.
    private boolean isMetNear(int word, Compiled compiled) {
        int within = compiled.sentence().within();
        int to = Math.min(count - 1, word + within);
        for (int one = 1; one < compiled.says().length; one++) {
            boolean met = false;
            for (int i = Math.max(0, word - within); i <= to && !met; i++) {
                met = clause[i] == clause[word] && (senses[i] & compiled.says()[one]) != 0;
            }
            if (!met) {
                return false;
            }
        }
        return true;
    }
}
