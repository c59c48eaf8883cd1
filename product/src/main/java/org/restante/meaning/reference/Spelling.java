package org.restante.meaning.reference;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// How alike two words are, and which words a text has.
final class Spelling {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}.#_-]+");

    private Spelling() {}

    static List<String> words(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isBlank())
                .distinct()
                .toList();
    }

    /// Levenshtein's distance: letters to put in, take out or change.
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
