package org.restante.app.page;

/// Text from a log made fit to be shown: what would move a terminal's cursor, hide or reorder letters is taken out.
public final class Plain {
    private Plain() {}

    /// The text on one line: line breaks and tabs become blanks, other control and formatting characters U+FFFD.
    public static String text(String remote) {
        int at = 0;
        while (at < remote.length() && isPlain(remote.charAt(at))) {
            at++;
        }
        return at == remote.length() ? remote : replaced(remote);
    }

    private static String replaced(String remote) {
        var text = new StringBuilder(remote.length());
        remote.codePoints()
                .forEach(letter -> {
                    if (letter == '\n' || letter == '\r' || letter == '\t') {
                        text.append(' ');
                    } else if (isShowable(letter)) {
                        text.appendCodePoint(letter);
                    } else {
                        text.append('\uFFFD');
                    }
                });
        return text.toString();
    }

    private static boolean isPlain(char letter) {
        return letter >= ' ' && letter < 0x7f;
    }

    private static boolean isShowable(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// The text cut to at most `length` letters, the last one then an ellipsis.
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
