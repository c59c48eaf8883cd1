package org.restante.app.terminal;

/// How a terminal is written to.
///
/// @param colours whether ANSI colours may be used; NO_COLOR and pipes are the caller's to respect
/// @param unicode whether bars and sparklines may be drawn with block letters, else with ASCII
/// @param width columns of a line, at least [#LEAST]
public record Look(boolean colours, boolean unicode, int width) {
    /// The columns that the tables are made for.
    public static final int WIDTH = 100;

    /// The columns below which tables make no sense; with fewer than [#WIDTH] some columns are left out.
    public static final int LEAST = 80;

    public Look {
        if (width < LEAST) {
            throw new IllegalArgumentException("fewer than " + LEAST + " columns: " + width);
        }
    }

    /// What suits a pipe or a file.
    public static Look plain() {
        return new Look(false, true, WIDTH);
    }

    String bold(String text) {
        return ink("1", text);
    }

    String dim(String text) {
        return ink("2", text);
    }

    String red(String text) {
        return ink("31", text);
    }

    String yellow(String text) {
        return ink("33", text);
    }

    String blue(String text) {
        return ink("36", text);
    }

    private String ink(String code, String text) {
        return colours && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// A rate's text in the colour of its gravity: 5 % is where throttling begins, 25 % where volume is halved.
    String graded(double rate, String text) {
        if (rate >= 0.25) {
            return red(text);
        }
        return rate >= 0.15 ? yellow(text) : text;
    }

    boolean isWide() {
        return width >= WIDTH;
    }

    String bullet() {
        return unicode ? "●" : "*";
    }

    String dot() {
        return unicode ? " · " : " | ";
    }

    /// Text that the terminal can show: where it knows ASCII only, what is not becomes its nearest letter or `?`.
    String letters(String text) {
        if (unicode) {
            return text;
        }
        return text.replace('–', '-').replace('…', '~').replaceAll("[^\\x20-\\x7e\\x1b]", "?");
    }
}
