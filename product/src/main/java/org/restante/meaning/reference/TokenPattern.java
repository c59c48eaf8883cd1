package org.restante.meaning.reference;

/// A provider's code as it stands in the text of a reply. `?` is one digit, `*` any run of letters, digits, `_` and `-`;
/// everything else is itself, whatever its case. A code never begins or ends inside a longer word.
final class TokenPattern {
    private final String pattern;

    TokenPattern(String pattern) {
        this.pattern = pattern;
    }

    /// Where the code first stands in `text`, or -1.
    int indexIn(CharSequence text) {
        for (int at = 0; at < text.length(); at++) {
            if (startsWord(text, at) && matches(text, at, 0)) {
                return at;
            }
        }
        return -1;
    }

    private boolean startsWord(CharSequence text, int at) {
        return at == 0
                || !isWordCharacter(pattern.charAt(0))
                || !isWordCharacter(text.charAt(at - 1));
    }

    private boolean matches(CharSequence text, int at, int in) {
        if (in == pattern.length()) {
            return at == text.length()
                    || !isWordCharacter(pattern.charAt(in - 1))
                    || !isWordCharacter(text.charAt(at));
        }
        char wanted = pattern.charAt(in);
        if (wanted == '*') {
            return matchesRun(text, at, in);
        }
        return at < text.length() && fits(wanted, text.charAt(at)) && matches(text, at + 1, in + 1);
    }

    private boolean matchesRun(CharSequence text, int at, int in) {
        int end = at;
        while (end < text.length() && isRunCharacter(text.charAt(end))) {
            end++;
        }
        for (int next = end; next >= at; next--) {
            if (matches(text, next, in + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(char wanted, char found) {
        return wanted == '?'
                ? found >= '0' && found <= '9'
                : Character.toLowerCase(wanted) == Character.toLowerCase(found);
    }

    private static boolean isRunCharacter(char c) {
        return isWordCharacter(c) || c == '-';
    }

    /// A wildcard counts as part of a word, for it stands for one.
    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '?' || c == '*';
    }
}
