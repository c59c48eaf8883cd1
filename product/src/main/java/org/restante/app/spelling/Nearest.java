package org.restante.app.spelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Which word somebody may have meant.
public final class Nearest {
    private Nearest() {}

    /// The word with the fewest slips between (letters more, less, other or swapped); empty when none is near.
    public static Optional<String> of(String written, Collection<String> words) {
        var word = word(written);
        int most = Math.min(3, 1 + word.length() / 4);
        if (word.length() > 100) {
            return Optional.empty();
        }
        return words.stream()
                .filter(known ->
                        slips(word, word(known)) <= most
                                || word.length() > 3
                                        && (word(known).startsWith(word)
                                                || word.startsWith(word(known))))
                .min(Comparator.comparingInt(known -> slips(word, word(known))));
    }

    /// Whether it is a word but for a slip or two.
    public static boolean isSlip(String written, String word) {
        return written.length() <= 100 && slips(word(written), word) <= 2;
    }

    private static String word(String written) {
        return written.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /// Optimal string alignment.
    private static int slips(String a, String b) {
        var slips = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least =
                        Math.min(
                                slips[i - 1][j - 1] + other,
                                1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                slips[i][j] = swapped ? Math.min(least, 1 + slips[i - 2][j - 2]) : least;
            }
        }
        return slips[a.length()][b.length()];
    }
}
