package org.restante.meaning.verdict;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The words of a [Grammar], letter by letter. Looks up the longest one that begins at a place of a text.
final class WordTree {
    /// The mask of an IP address.
    private static final String ADDRESS = "0.0.0.0";

    private static final class Node {
        private char[] letters = new char[1];
        private Node[] next = new Node[1];
        private int size;

        /// The senses of the word that ends here, of the one that any ending may follow, and of both where a negation is near.
        private long whole;

        private long wholeNegated;
        private long stem;
        private long stemNegated;

        private @Nullable Node child(char letter) {
            int at = Arrays.binarySearch(letters, 0, size, letter);
            return at < 0 ? null : next[at];
        }

        private Node childOrNew(char letter) {
            int at = Arrays.binarySearch(letters, 0, size, letter);
            if (at >= 0) {
                return next[at];
            }
            if (size == letters.length) {
                letters = Arrays.copyOf(letters, size * 2);
                next = Arrays.copyOf(next, size * 2);
            }
            int place = -at - 1;
            System.arraycopy(letters, place, letters, place + 1, size - place);
            System.arraycopy(next, place, next, place + 1, size - place);
            letters[place] = letter;
            next[place] = new Node();
            size++;
            return next[place];
        }

        private boolean endsWord() {
            return (whole | wholeNegated) != 0;
        }

        private boolean endsStem() {
            return (stem | stemNegated) != 0;
        }
    }

    /// What was found last.
    private int end;

    private long senses;
    private long negated;
    private final Node root = new Node();
    private long addressSense;

    /// @param sense one bit
    /// @param isNegated whether the word has the sense only where a negation is near
    void add(String word, long sense, boolean isNegated) {
        boolean anyEnding = word.endsWith("*");
        var node = root;
        for (int i = 0; i < word.length() - (anyEnding ? 1 : 0); i++) {
            node = node.childOrNew(word.charAt(i));
        }
        if (word.equals(ADDRESS)) {
            addressSense |= sense;
        }
        if (anyEnding) {
            node.stem |= isNegated ? 0 : sense;
            node.stemNegated |= isNegated ? sense : 0;
        } else {
            node.whole |= isNegated ? 0 : sense;
            node.wholeNegated |= isNegated ? sense : 0;
        }
    }

    /// Looks up the longest word at the place where a word of the text begins, and tells where the reading goes on.
    int read(String text, int from) {
        boolean sign = isSign(text.charAt(from));
        end = sign ? from + 1 : wordEnd(text, from);
        senses = 0;
        negated = 0;
        Node node = root;
        int at = from;
        while (node != null) {
            note(node, text, at, sign);
            boolean goesOn = at < text.length() && isLetter(text, at);
            int next = goesOn ? at + 1 : afterGap(text, at);
            node = next < 0 ? null : node.child(goesOn ? text.charAt(at) : ' ');
            at = next;
        }
        return done(text, from);
    }

    /// Words with digits are numbers or ids, which say nothing; only an IP address does.
    private int done(String text, int from) {
        if (holdsDigit(text, from)) {
            senses = isAddress(text, from) ? addressSense : 0;
            negated = 0;
        }
        return end;
    }

    /// Whether four numbers with dots between them stand there, masked or not.
    private boolean isAddress(String text, int from) {
        int dots = 0;
        for (int at = from; at < end; at++) {
            boolean dot = text.charAt(at) == '.';
            if (!dot && !isDigit(text, at)) {
                return false;
            }
            dots += dot ? 1 : 0;
        }
        return dots == 3;
    }

    private boolean holdsDigit(String text, int from) {
        for (int at = from; at < end; at++) {
            if (isDigit(text, at)) {
                return true;
            }
        }
        return false;
    }

    private void note(Node node, String text, int at, boolean sign) {
        boolean ends = at >= text.length() || !isLetter(text, at) || isSign(text.charAt(at));
        if (node.endsWord() && (sign || ends)) {
            found(at, node.whole, node.wholeNegated);
        } else if (node.endsStem()) {
            found(sign ? at : wordEnd(text, at), node.stem, node.stemNegated);
        }
    }

    /// Of two words that end at one place both count, of others the longer.
    private void found(int at, long what, long whatNegated) {
        boolean longer = at > end || (senses | negated) == 0;
        senses = longer ? what : senses | what;
        negated = longer ? whatNegated : negated | whatNegated;
        end = Math.max(end, at);
    }

    long senses() {
        return senses;
    }

    long negated() {
        return negated;
    }

    /// Where the next word begins behind what is no letter; -1 where a sign ends the phrase.
    private static int afterGap(String text, int from) {
        int at = from;
        while (at < text.length() && !isLetter(text, at)) {
            if ("!?;:,()".indexOf(text.charAt(at)) >= 0) {
                return -1;
            }
            at++;
        }
        return at < text.length() ? at : -1;
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isLetter(text, at) && !isSign(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// Whether a word goes on here: a letter, a digit, the `@` of a masked address, the dots of a masked IP address.
    static boolean isLetter(String text, int at) {
        char c = text.charAt(at);
        return Character.isLetterOrDigit(c)
                || c == '@'
                || c == '.' && at > 0 && isDigit(text, at - 1) && isDigit(text, at + 1);
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /// Chinese, Japanese and Korean signs, between which no blank stands.
    static boolean isSign(char c) {
        return c >= 0x2e80 && c <= 0x9fff
                || c >= 0xac00 && c <= 0xd7af
                || c >= 0xf900 && c <= 0xfaff;
    }
}
