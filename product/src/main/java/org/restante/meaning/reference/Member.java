package org.restante.meaning.reference;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One code or wording of a family that shares a page.
///
/// @param code the code as the provider writes it, or the words that mark the case; several are divided by ` / ` or a comma
public record Member(String code, String meaning, String now) {
    private static final int A_PHRASE = 8;
    private static final Pattern DIVIDER = Pattern.compile(" / |, ");
    private static final Pattern LEADING_CODE = Pattern.compile("^[245]\\d\\d ");

    /// Whether `text` says it.
    public boolean isSaidIn(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return words().anyMatch(word -> word.length() > 2 && lower.contains(word));
    }

    /// Whether `text` says it in words that are more than a number.
    boolean isPhraseOf(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return words().anyMatch(word -> word.length() >= A_PHRASE && lower.contains(word));
    }

    private Stream<String> words() {
        return DIVIDER.splitAsStream(code.toLowerCase(Locale.ROOT))
                .map(word -> LEADING_CODE.matcher(word.strip()).replaceFirst(""));
    }
}
