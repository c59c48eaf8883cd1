package org.restante.meaning.verdict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds texts of which every match of a regular expression must hold at least one, so that a search for literals can say
/// which expressions are worth trying. It understands what rules use (classes, groups, alternatives, quantifiers); of anything
/// else it assumes nothing.
public final class Literals {
    private static final int MOST = 40;
    private static final int SHORTEST = 3;

    /// Words that stand in most refusals and so choose badly among rules.
    private static final Set<String> COMMONPLACE =
            Set.of(
                    "user",
                    "recipient",
                    "mail",
                    "message",
                    "domain",
                    "address",
                    "mailbox",
                    "account",
                    "host",
                    "server",
                    "sender",
                    "the",
                    "your",
                    "for",
                    "from",
                    "not",
                    "this",
                    "email",
                    "rejected",
                    "reject",
                    "mail box",
                    "error",
                    "blocked");

    /// What is known of a part: all texts it can match (null when too many), and a set of which one must be in any match.
    private record Part(@Nullable Set<String> exact, @Nullable Set<String> required) {}

    private static final Part ANYTHING = new Part(null, null);
    private static final Part NOTHING = new Part(Set.of(""), null);

    private final String regex;
    private int at;

    /// How many groups stand open where the reading is.
    private int depth;

    /// What each part of the outermost sequence requires, one beside the other.
    private final List<Set<String>> parts = new ArrayList<>();

    private Literals(String regex) {
        this.regex = regex;
    }

    /// The required texts in lower case; empty when the expression has none of at least three letters.
    public static List<String> of(String regex) {
        var part = new Literals(regex).alternatives();
        var best = better(part.exact(), part.required());
        if (best == null || shortest(best) < SHORTEST) {
            return List.of();
        }
        return best.stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().toList();
    }

    /// Texts of another part of the expression of which every match must hold one too; empty when no other part has any. What
    /// [#of] names may be common: both together are rare.
    public static List<String> besides(String regex) {
        var literals = new Literals(regex);
        var whole = literals.alternatives();
        var first = better(whole.exact(), whole.required());
        if (literals.at < regex.length() || first == null) {
            return List.of();
        }
        Set<String> best = null;
        for (var part : literals.parts) {
            if (!part.equals(first) && shortest(part) >= SHORTEST) {
                best = better(best, part);
            }
        }
        return best == null
                ? List.of()
                : best.stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().toList();
    }

    private Part alternatives() {
        var branches = new ArrayList<Part>();
        branches.add(sequence());
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            branches.add(sequence());
            forgetParts();
        }
        return branches.size() == 1 ? branches.getFirst() : either(branches);
    }

    private static Part either(List<Part> branches) {
        Set<String> exact = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        for (var branch : branches) {
            var best = better(branch.exact(), branch.required());
            if (exact != null && branch.exact() != null) {
                exact.addAll(branch.exact());
            } else {
                exact = null;
            }
            if (required != null && best != null && shortest(best) > 0) {
                required.addAll(best);
            } else {
                required = null;
            }
        }
        return new Part(exact == null || exact.size() > MOST ? null : exact, required);
    }

    private Part sequence() {
        Set<String> run = Set.of("");
        Set<String> best = null;
        boolean whole = true;
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            var part = quantified(atom());
            var joined = part.exact() == null ? null : join(run, part.exact());
            if (joined != null) {
                run = joined;
                continue;
            }
            whole = false;
            best = better(best, run);
            best = better(best, part.required());
            remember(run);
            remember(part.required());
            run = part.exact() == null ? Set.of("") : part.exact();
        }
        remember(run);
        return new Part(whole ? run : null, better(best, run));
    }

    private void remember(@Nullable Set<String> required) {
        if (depth == 0 && required != null) {
            parts.add(required);
        }
    }

    /// Of alternatives none is required.
    private void forgetParts() {
        if (depth == 0) {
            parts.clear();
        }
    }

    private static @Nullable Set<String> join(Set<String> heads, Set<String> tails) {
        if (heads.size() * tails.size() > MOST) {
            return null;
        }
        var joined = new LinkedHashSet<String>();
        for (var head : heads) {
            for (var tail : tails) {
                joined.add(head + tail);
            }
        }
        return joined;
    }

    private Part quantified(Part part) {
        if (at >= regex.length()) {
            return part;
        }
        char mark = regex.charAt(at);
        if (mark == '?' || mark == '*' || mark == '+') {
            at++;
            skipLaziness();
            if (mark == '?' && part.exact() != null) {
                var either = new LinkedHashSet<>(part.exact());
                either.add("");
                return new Part(either, null);
            }
            return mark == '+' ? new Part(null, better(part.exact(), part.required())) : ANYTHING;
        }
        if (mark == '{') {
            boolean zero = regex.charAt(at + 1) == '0' || regex.charAt(at + 1) == ',';
            at = regex.indexOf('}', at) + 1;
            skipLaziness();
            return zero ? ANYTHING : new Part(null, better(part.exact(), part.required()));
        }
        return part;
    }

    private void skipLaziness() {
        if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
            at++;
        }
    }

    private Part atom() {
        char c = regex.charAt(at++);
        return switch (c) {
            case '^', '$' -> NOTHING;
            case '.' -> ANYTHING;
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape(regex.charAt(at++));
            default -> text(c);
        };
    }

    private Part group() {
        boolean looks = false;
        if (regex.startsWith("?:", at)) {
            at += 2;
        } else if (at < regex.length() && regex.charAt(at) == '?') {
            looks = true;
            at += regex.startsWith("?<", at) ? 3 : 2;
        }
        depth++;
        var inner = alternatives();
        depth--;
        at++;
        return looks ? NOTHING_KNOWN : inner;
    }

    /// A look-around matches no text of its own.
    private static final Part NOTHING_KNOWN = ANYTHING;

    private Part characterClass() {
        var members = new LinkedHashSet<String>();
        boolean open = regex.charAt(at) == '^';
        int first = at;
        while (regex.charAt(at) != ']' || at == first) {
            char c = regex.charAt(at++);
            if (c == '\\') {
                c = regex.charAt(at++);
                open |= Character.isLetterOrDigit(c);
            }
            if (regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
                open |= regex.charAt(at + 1) - c > 6;
                for (char member = c; !open && member <= regex.charAt(at + 1); member++) {
                    members.add(String.valueOf(member));
                }
                at += 2;
            } else {
                members.add(String.valueOf(c));
            }
        }
        at++;
        return open || members.size() > 8 ? ANYTHING : new Part(members, null);
    }

    private static Part escape(char c) {
        if (c == 'b' || c == 'B') {
            return NOTHING;
        }
        return Character.isLetterOrDigit(c) ? ANYTHING : text(c);
    }

    private static Part text(char c) {
        return new Part(Set.of(String.valueOf(c)), null);
    }

    /// The set whose shortest member is longer: it says more.
    private static @Nullable Set<String> better(
            @Nullable Set<String> one, @Nullable Set<String> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return worth(other) > worth(one) ? other : one;
    }

    private static double worth(Set<String> texts) {
        if (shortest(texts) < SHORTEST) {
            return shortest(texts) - 20;
        }
        int commonplace =
                texts.stream().anyMatch(text -> COMMONPLACE.contains(text.strip())) ? 4 : 0;
        return Math.min(shortest(texts), 10) - 0.02 * texts.size() - commonplace;
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(Literals::size).min().orElse(0);
    }

    /// A Chinese, Japanese or Korean sign is rare in other texts, and counts as two letters.
    private static int size(String text) {
        return text.chars().map(c -> c < 0x3000 ? 1 : 2).sum();
    }
}
