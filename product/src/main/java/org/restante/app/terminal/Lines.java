package org.restante.app.terminal;

import java.util.ArrayList;
import java.util.List;

/// Text measured, cut and wrapped in columns of a terminal.
final class Lines {
    private Lines() {}

    /// The columns a text takes: letters of East Asia and most pictures take two, combining marks none.
    static int width(String text) {
        return text.codePoints().map(Lines::width).sum();
    }

    private static int width(int letter) {
        if (letter < 0x300) {
            return 1;
        }
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(letter) ? 2 : 1;
        };
    }

    private static boolean isWide(int letter) {
        return letter >= 0x1100 && letter <= 0x115f
                || letter >= 0x2e80 && letter <= 0xa4cf
                || letter >= 0xac00 && letter <= 0xd7a3
                || letter >= 0xf900 && letter <= 0xfaff
                || letter >= 0xfe30 && letter <= 0xfe6f
                || letter >= 0xff00 && letter <= 0xff60
                || letter >= 0xffe0 && letter <= 0xffe6
                || letter >= 0x1f300 && letter <= 0x1faff
                || letter >= 0x20000 && letter <= 0x3fffd;
    }

    /// The text in exactly `width` columns: cut with an ellipsis, or filled with blanks.
    static String fit(String text, int width) {
        var cut = cut(text, width);
        return cut + " ".repeat(width - width(cut));
    }

    /// A name in exactly `width` columns: cut in its middle, for the end of a host's name tells most.
    static String fitName(String name, int width) {
        if (width(name) <= width || width(name) != name.length()) {
            return fit(name, width);
        }
        int head = width / 3;
        return name.substring(0, head) + "…" + name.substring(name.length() - (width - head - 1));
    }

    /// The text at the right end of `width` columns.
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        var cut = new StringBuilder();
        int used = 0;
        for (var letters = text.codePoints().iterator(); letters.hasNext(); ) {
            int letter = letters.nextInt();
            if (used + width(letter) > width - 1) {
                break;
            }
            cut.appendCodePoint(letter);
            used += width(letter);
        }
        return cut + "…";
    }

    /// The text in lines of at most `width` columns; a word longer than a line is broken, a number and its per cent are not.
    static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.strip().split(" +(?!%)")) {
            for (var piece : pieces(word, width)) {
                if (!line.isEmpty() && width(line.toString()) + 1 + width(piece) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(piece);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static List<String> pieces(String word, int width) {
        if (width(word) <= width) {
            return List.of(word);
        }
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        int used = 0;
        for (var letters = word.codePoints().iterator(); letters.hasNext(); ) {
            int letter = letters.nextInt();
            if (used + width(letter) > width) {
                pieces.add(piece.toString());
                piece.setLength(0);
                used = 0;
            }
            piece.appendCodePoint(letter);
            used += width(letter);
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /// At most `most` lines; where there are more, the last ends in an ellipsis.
    static List<String> wrap(String text, int width, int most) {
        var lines = wrap(text, width);
        if (lines.size() <= most) {
            return lines;
        }
        var first = new ArrayList<>(lines.subList(0, most));
        first.set(most - 1, cut(first.getLast() + " " + lines.get(most), width));
        return first;
    }
}
