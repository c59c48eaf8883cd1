package org.restante.meaning.reference;

import java.util.Optional;

/// A provider's code as it stands in the text of a reply. `?` is one digit, `*` any run of letters, digits, `_` and `-`;
/// everything else is itself, whatever its case. A code never begins or ends inside a longer word.
final class TokenPattern {
    private static final int NOWHERE = -1;

    private final String pattern;

    TokenPattern(String pattern) {
        this.pattern = pattern;
    }

    /// Where the code first stands in `text`, or -1.
    int startIn(CharSequence text) {
        for (int at = 0; at < text.length(); at++) {
            if (startsWord(text, at) && end(text, at, 0) != NOWHERE) {
                return at;
            }
        }
        return NOWHERE;
    }

    /// The code as `text` writes it.
    Optional<String> in(CharSequence text) {
        int start = startIn(text);
        return start == NOWHERE
                ? Optional.empty()
                : Optional.of(text.subSequence(start, end(text, start, 0)).toString());
    }

    private boolean startsWord(CharSequence text, int at) {
        return at == 0
                || !isWildcardOrWord(pattern.charAt(0))
                || !isWordCharacter(text.charAt(at - 1));
    }

    /// Where the code ends that begins at `at`, read from place `in` of the pattern on.
    private int end(CharSequence text, int at, int in) {
        if (in == pattern.length()) {
            return endsWord(text, at) ? at : NOWHERE;
        }
        char wanted = pattern.charAt(in);
        if (wanted == '*') {
            return endOfRun(text, at, in);
        }
        return at < text.length() && fits(wanted, text.charAt(at))
                ? end(text, at + 1, in + 1)
                : NOWHERE;
    }

    private boolean endsWord(CharSequence text, int at) {
        return at == text.length()
                || !isWildcardOrWord(pattern.charAt(pattern.length() - 1))
                || !isWordCharacter(text.charAt(at));
    }

    private int endOfRun(CharSequence text, int at, int in) {
        int longest = at;
        while (longest < text.length() && isRunCharacter(text.charAt(longest))) {
            longest++;
        }
        for (int next = longest; next >= at; next--) {
            int end = end(text, next, in + 1);
            if (end != NOWHERE) {
                return end;
            }
        }
        return NOWHERE;
    }

    private static boolean fits(char wanted, char found) {
        return wanted == '?'
                ? found >= '0' && found <= '9'
                : Character.toLowerCase(wanted) == Character.toLowerCase(found);
    }

    private static boolean isRunCharacter(char c) {
        return isWordCharacter(c) || c == '-';
    }

    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isWildcardOrWord(char c) {
        return isWordCharacter(c) || c == '?' || c == '*';
    }
}
