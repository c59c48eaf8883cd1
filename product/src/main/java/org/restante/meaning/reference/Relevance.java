package org.restante.meaning.reference;

import java.util.List;
import java.util.Locale;

/// How well a page answers a search: every word must occur; where it occurs gives its weight.
final class Relevance {
    private Relevance() {}

    static int of(CodePage page, List<String> words) {
        int total = 0;
        for (var word : words) {
            int score = of(page, word);
            if (score == 0) {
                return 0;
            }
            total += score;
        }
        return total;
    }

    private static int of(CodePage page, String word) {
        var heading = page.heading();
        return 20 * among(heading.tokens(), word)
                + (heading.id().toLowerCase(Locale.ROOT).contains(word) ? 20 : 0)
                + 10 * among(List.of(heading.title()), word)
                + 4 * among(List.of(page.meaning(), page.nature().category()), word)
                + 2 * among(page.causes(), word)
                + among(page.now(), word)
                + 3
                        * page.members().stream()
                                .mapToInt(m -> in(m.code() + " " + m.meaning(), word))
                                .max()
                                .orElse(0)
                + 2
                        * page.questions().stream()
                                .mapToInt(q -> in(q.q() + " " + q.a(), word))
                                .max()
                                .orElse(0);
    }

    private static int among(List<String> texts, String word) {
        return texts.stream().mapToInt(text -> in(text, word)).max().orElse(0);
    }

    private static int in(String text, String word) {
        return text.toLowerCase(Locale.ROOT).contains(word) ? 1 : 0;
    }
}
