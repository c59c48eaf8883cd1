package org.restante.meaning.verdict;

import org.jspecify.annotations.Nullable;

/// The regular expressions of a clause, compiled when they are first tried. Two threads that are first at the same moment compile it
/// twice and keep one; a compiled expression is immutable.
final class Expression {
    private final Rule rule;
    private final Rule.Clause clause;
    private volatile java.util.regex.@Nullable Pattern ours;
    private volatile com.google.re2j.@Nullable Pattern users;
    private volatile java.util.regex.@Nullable Pattern unless;

    Expression(Rule rule, Rule.Clause clause) {
        this.rule = rule;
        this.clause = clause;
    }

    Rule rule() {
        return rule;
    }

    Rule.Clause clause() {
        return clause;
    }

    boolean findsIn(CharSequence text) {
        return switch (rule.trust()) {
            case OURS -> ours().matcher(text).find();
            case USERS -> users().matcher(text).find();
        };
    }

    /// Whether the text holds what the clause looks away from. Asked only where the clause matches, which is seldom.
    boolean isRuledOut(CharSequence text) {
        if (clause.unless().isEmpty()) {
            return false;
        }
        var pattern = unless;
        if (pattern == null) {
            pattern = java.util.regex.Pattern.compile(lowerCase(String.join("|", clause.unless())));
            unless = pattern;
        }
        return pattern.matcher(text).find();
    }

    private java.util.regex.Pattern ours() {
        var pattern = ours;
        if (pattern == null) {
            pattern = java.util.regex.Pattern.compile(lowerCase(clause.match()));
            ours = pattern;
        }
        return pattern;
    }

    private com.google.re2j.Pattern users() {
        var pattern = users;
        if (pattern == null) {
            pattern =
                    com.google.re2j.Pattern.compile(
                            clause.match(), com.google.re2j.Pattern.CASE_INSENSITIVE);
            users = pattern;
        }
        return pattern;
    }

    /// The texts are in lower case, so the expression is too; what follows a backslash is no letter.
    private static String lowerCase(String regex) {
        var lower = new StringBuilder(regex.length());
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            boolean escaped =
                    i > 0 && regex.charAt(i - 1) == '\\' && !(i > 1 && regex.charAt(i - 2) == '\\');
            lower.append(escaped || c > 127 ? c : Character.toLowerCase(c));
        }
        return lower.toString();
    }
}
