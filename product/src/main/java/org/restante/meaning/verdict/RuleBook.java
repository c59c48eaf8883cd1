package org.restante.meaning.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;

/// All rules, in the order of judgement, and what is needed to try them quickly. Immutable; one for all threads.
///
/// A rule stands in the group of its provider. The groups lie one after the other in one row of clauses, so that the clauses
/// whose literals a text holds are a set of bits, and a group is a range of bits.
public final class RuleBook {
    /// A group of rules: the clauses `[from, to)`.
    record Group(@Nullable Provider provider, int from, int to) {
        static final Group NONE = new Group(null, 0, 0);
    }

    private static final Pattern DIGITS_IN =
            Pattern.compile("[a-z0-9._@#+~-]*[0-9][a-z0-9._@#+~-]*");
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9_-]+\\.)+[a-z]{2,}");

    private final List<RuleSet> sets;
    private final List<Fallback> fallbacks;
    private final Grammar grammar;
    private final Expression[] expressions;
    private final Map<String, Group> groups = new HashMap<>();
    private final List<Provider> signed = new ArrayList<>();

    /// By what a clause looks away from: its number, -1 where no literal tells of it.
    private final Map<List<String>, Integer> guards = new LinkedHashMap<>();

    private final List<List<String>> guardLiterals = new ArrayList<>();
    private final int[] guardOf;
    private final Group words;
    private final Group weak;
    private final Group vague;
    private final long[] anywhere;
    private final ClauseIndex index;
    private final Kept kept;
    private final Fallbacks byCode;
    private final Providers providers;

    /// @param sets the rules of each provider; of two sets of one provider the first is asked first
    public RuleBook(List<RuleSet> sets, List<Fallback> fallbacks, Grammar grammar) {
        this.sets = List.copyOf(sets);
        this.fallbacks = List.copyOf(fallbacks);
        this.grammar = grammar;
        byCode = new Fallbacks(this.fallbacks);
        providers = new Providers(this.sets.stream().map(RuleSet::provider).toList());
        var row = new ArrayList<Expression>();
        for (var set : merged()) {
            int from = row.size();
            for (var rule : set.rules()) {
                rule.clauses().forEach(clause -> row.add(new Expression(rule, clause)));
            }
            groups.put(set.provider().word(), new Group(set.provider(), from, row.size()));
            if (!set.provider().signs().isEmpty()) {
                signed.add(set.provider());
            }
        }
        expressions = row.toArray(new Expression[0]);
        guardOf = row.stream().mapToInt(this::guard).toArray();
        words = groups.getOrDefault("words", Group.NONE);
        weak = groups.getOrDefault("weak-words", Group.NONE);
        vague = groups.getOrDefault("vague-words", Group.NONE);
        anywhere = bits(Rule::anywhere);
        index = index();
        kept = wordsToKeep();
    }

    /// One set a provider.
    private List<RuleSet> merged() {
        Map<String, RuleSet> byProvider = new LinkedHashMap<>();
        for (var set : sets) {
            byProvider.merge(set.provider().word(), set, RuleBook::both);
        }
        return List.copyOf(byProvider.values());
    }

    private static RuleSet both(RuleSet first, RuleSet second) {
        var all = new ArrayList<>(first.rules());
        all.addAll(second.rules());
        var keep = new ArrayList<>(first.keep());
        keep.addAll(second.keep());
        return new RuleSet(first.provider(), keep, all);
    }

    private long[] bits(Predicate<Rule> chosen) {
        long[] bits = new long[marks() + 63 >> 6];
        for (int i = 0; i < expressions.length; i++) {
            if (chosen.test(expressions[i].rule())) {
                bits[i >> 6] |= 1L << i;
            }
        }
        return bits;
    }

    /// The number of what a clause looks away from; many clauses share one. -1 where no literal tells whether it has to.
    private int guard(Expression expression) {
        var unless = expression.clause().unless();
        return unless.isEmpty() ? -1 : guards.computeIfAbsent(unless, this::newGuard);
    }

    private int newGuard(List<String> unless) {
        var literals = literalsOf(unless);
        if (literals.isEmpty()) {
            return -1;
        }
        guardLiterals.add(literals);
        return guardLiterals.size() - 1;
    }

    /// Marks of the search: one a clause, then one a provider that is known by signs, then one for what clauses look away from.
    int marks() {
        return expressions.length + signed.size() + guardLiterals.size();
    }

    /// Whether a clause that matches a text of which these literals were found looks away from it.
    boolean isRuledOut(int clause, ClauseIndex.Found found, CharSequence text) {
        int guard = guardOf[clause];
        return (guard < 0 || found.bears(expressions.length + signed.size() + guard))
                && expressions[clause].isRuledOut(text);
    }

    private ClauseIndex index() {
        var literals = new ArrayList<List<String>>();
        var besides = new ArrayList<List<String>>();
        for (var expression : expressions) {
            literals.add(expression.clause().literals());
            besides.add(expression.clause().besides());
        }
        signed.forEach(provider -> literals.add(provider.signs()));
        literals.addAll(guardLiterals);
        return new ClauseIndex(literals, besides);
    }

    /// Texts of which any match holds one; empty where an expression has none.
    private static List<String> literalsOf(List<String> unless) {
        var all = new ArrayList<String>();
        for (var expression : unless) {
            var literals = Literals.of(expression);
            if (literals.isEmpty()) {
                return List.of();
            }
            literals.forEach(literal -> all.add(PlainLetters.of(literal)));
        }
        return all.stream().distinct().toList();
    }

    private Kept wordsToKeep() {
        Set<String> numbers = new LinkedHashSet<>();
        Set<String> hosts = new LinkedHashSet<>();
        Set<String> beginnings = new LinkedHashSet<>();
        for (var unless : guards.keySet()) {
            for (var expression : unless) {
                LiteralRuns.of(expression).forEach(run -> keep(run, numbers, hosts, beginnings));
            }
        }
        for (var set : sets) {
            beginnings.addAll(set.keep());
            set.provider().signs().forEach(sign -> keep(sign, numbers, hosts, beginnings));
            for (var rule : set.rules()) {
                for (var clause : rule.clauses()) {
                    if (!mayNameDigitsOrHosts(clause.match())) {
                        continue;
                    }
                    LiteralRuns.of(clause.match())
                            .forEach(run -> keep(run, numbers, hosts, beginnings));
                    clause.literals().forEach(literal -> keep(literal, numbers, hosts, beginnings));
                    clause.besides().forEach(literal -> keep(literal, numbers, hosts, beginnings));
                }
            }
        }
        return new Kept(numbers, hosts, beginnings);
    }

    /// Most expressions hold neither a digit nor the dot of a host name, and are passed quickly.
    private static boolean mayNameDigitsOrHosts(String match) {
        return match.contains("\\.") || holdsDigit(match);
    }

    private static boolean holdsDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    private static void keep(
            String run, Set<String> numbers, Set<String> hosts, Set<String> beginnings) {
        if (run.indexOf('.') >= 0) {
            HOST.matcher(run).results().forEach(host -> hosts.add(host.group()));
        }
        if (!holdsDigit(run)) {
            return;
        }
        var withDigits = DIGITS_IN.matcher(run);
        while (withDigits.find()) {
            var word = withDigits.group();
            if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                numbers.add(word);
            } else if (word.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                    && Character.isLetter(word.charAt(0))) {
                beginnings.add(word);
            }
        }
    }

    public List<RuleSet> sets() {
        return sets;
    }

    public List<Fallback> fallbacks() {
        return fallbacks;
    }

    /// How replies are read of which no phrase is known.
    public Grammar grammar() {
        return grammar;
    }

    /// All rules in the order in which their groups stand.
    public List<Rule> rules() {
        return merged().stream().flatMap(set -> set.rules().stream()).toList();
    }

    /// This book with a user's rules, which are asked before ours of the same provider.
    public RuleBook with(List<RuleSet> users) {
        var all = new ArrayList<>(users);
        all.addAll(sets);
        return new RuleBook(all, fallbacks, grammar);
    }

    Expression expression(int index) {
        return expressions[index];
    }

    Group group(@Nullable Provider provider) {
        return provider == null ? Group.NONE : groups.getOrDefault(provider.word(), Group.NONE);
    }

    @Nullable Provider ownerOf(Rule rule) {
        var group = groups.get(rule.provider());
        return group == null ? null : group.provider();
    }

    Group words() {
        return words;
    }

    Group weak() {
        return weak;
    }

    Group vague() {
        return vague;
    }

    /// The rules that may be believed of any receiver, as bits.
    long[] anywhere() {
        return anywhere;
    }

    ClauseIndex clauses() {
        return index;
    }

    Kept kept() {
        return kept;
    }

    /// Whose rules these are, found by MX host.
    Providers providers() {
        return providers;
    }

    Fallbacks byCode() {
        return byCode;
    }

    /// Who is known by a sign that was found; null when nobody is.
    @Nullable Provider signedBy(ClauseIndex.Found found) {
        for (int i = 0; i < signed.size(); i++) {
            if (found.bears(expressions.length + i)) {
                return signed.get(i);
            }
        }
        return null;
    }
}
