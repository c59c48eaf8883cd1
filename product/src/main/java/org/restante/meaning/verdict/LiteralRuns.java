package org.restante.meaning.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The plain stretches of an expression, without its classes, quantifiers and groups: what it may look for letter by letter.
final class LiteralRuns {
    private LiteralRuns() {}

    static List<String> of(String regex) {
        var runs = new ArrayList<String>();
        var run = new StringBuilder();
        int at = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            int next = at + 1;
            boolean plain = "^$.()[]{}|?*+\\".indexOf(c) < 0;
            if (c == '\\' && at + 1 < regex.length()) {
                c = regex.charAt(at + 1);
                next = at + 2;
                plain = !Character.isLetterOrDigit(c);
            } else if (c == '[' || c == '{') {
                next = close(regex, at, c == '[' ? ']' : '}');
            }
            boolean optional =
                    plain && next < regex.length() && "?*{".indexOf(regex.charAt(next)) >= 0;
            if (plain && !optional) {
                run.append(c);
            } else {
                end(runs, run);
            }
            at = next;
        }
        end(runs, run);
        return runs;
    }

    private static int close(String regex, int from, char closing) {
        int at = from + 1;
        while (at < regex.length() && (regex.charAt(at) != closing || at == from + 1)) {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, regex.length());
    }

    private static void end(List<String> runs, StringBuilder run) {
        if (!run.isEmpty()) {
            runs.add(run.toString().toLowerCase(Locale.ROOT));
            run.setLength(0);
        }
    }
}
