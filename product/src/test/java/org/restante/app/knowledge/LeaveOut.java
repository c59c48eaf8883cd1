package org.restante.app.knowledge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Rule;
import org.restante.meaning.verdict.RuleBook;
import org.restante.meaning.verdict.RuleSet;
import org.restante.meaning.verdict.Verdict;
import org.restante.testing.Corpora;

/// Guesses how replies that nobody has seen will fare: each development reply whose expression decides no other reply is judged
/// once more without that expression. Not a test: a program, `java … org.restante.app.knowledge.LeaveOut`.
final class LeaveOut {
    private record Reply(Map<String, String> row, String text, String normal, Verdict verdict) {}

    private final RuleBook book = Knowledge.shipped().rules();
    private final Judge judge = Judge.forgetful(book);
    private final Labels labels = new Labels();
    private int scored;
    private int right;
    private int rightWithout;
    private int named;
    private int namedRightWithout;

    private LeaveOut() {}

    public static void main(String[] arguments) {
        new LeaveOut().run();
    }

    private void run() {
        Map<String, List<Reply>> byExpression = new LinkedHashMap<>();
        for (var row : Labels.rows(Corpora.require("replies").resolve("replies.tsv"))) {
            var text = row.get("text").replace("\\n", "\n");
            var reply = new Reply(row, text, normal(text), judged(judge, text));
            byExpression
                    .computeIfAbsent(
                            reply.verdict().rule() + "\n" + expression(reply),
                            _ -> new ArrayList<>())
                    .add(reply);
        }
        int alone = 0;
        for (var replies : byExpression.values()) {
            var first = replies.getFirst();
            boolean single =
                    !expression(first).isEmpty()
                            && replies.stream().map(Reply::normal).distinct().count() == 1;
            alone += single ? replies.size() : 0;
            var without = single ? Judge.forgetful(without(first)) : judge;
            replies.forEach(reply -> score(reply, judged(without, reply.text())));
        }
        System.out.printf(
                "%d labels, %d replies stand on an expression of their own%n"
                        + "cause right %.1f%%, without these expressions %.1f%%%n"
                        + "named causes right without them %.1f%% of %d%n",
                scored,
                alone,
                100.0 * right / scored,
                100.0 * rightWithout / scored,
                100.0 * namedRightWithout / named,
                named);
    }

    private static Verdict judged(Judge judge, String text) {
        return judge.judge(text, null, null, null);
    }

    private String normal(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return judge.template(bytes, 0, bytes.length);
    }

    /// The expression that decided; empty where a code did.
    private String expression(Reply reply) {
        return book.rules().stream()
                .filter(rule -> isOf(rule, reply))
                .flatMap(rule -> rule.clauses().stream())
                .map(Rule.Clause::match)
                .filter(match ->
                        Pattern.compile(match, Pattern.CASE_INSENSITIVE)
                                .matcher(reply.normal())
                                .find())
                .findFirst()
                .orElse("");
    }

    private static boolean isOf(Rule rule, Reply reply) {
        return (rule.provider() + "/" + rule.name()).equals(reply.verdict().rule());
    }

    private RuleBook without(Reply reply) {
        var match = expression(reply);
        var sets = new ArrayList<RuleSet>();
        for (var set : book.sets()) {
            var rules = new ArrayList<Rule>();
            for (var rule : set.rules()) {
                var left = isOf(rule, reply) ? without(rule, match) : rule;
                if (left != null) {
                    rules.add(left);
                }
            }
            sets.add(new RuleSet(set.provider(), set.keep(), rules));
        }
        return new RuleBook(sets, book.fallbacks());
    }

    private static @Nullable Rule without(Rule rule, String match) {
        var left = rule.clauses().stream().filter(clause -> !clause.match().equals(match)).toList();
        return left.isEmpty()
                ? null
                : new Rule(
                        rule.provider(),
                        rule.name(),
                        left,
                        rule.stage(),
                        rule.cause(),
                        rule.scope(),
                        rule.permanence(),
                        rule.next(),
                        rule.minimumPause(),
                        rule.anywhere(),
                        rule.explanation(),
                        rule.sample(),
                        rule.origin(),
                        rule.trust());
    }

    private void score(Reply reply, Verdict without) {
        for (var label : reply.row().get("labels").split("; ?")) {
            var allowed = label.isEmpty() ? null : labels.of(label);
            if (allowed == null
                    || !allowed.scored()
                    || labels.disputes("replies", reply.row().get("id"), label)) {
                continue;
            }
            boolean nowRight = allowed.any() || allowed.causes().contains(without.cause());
            scored++;
            right += allowed.any() || allowed.causes().contains(reply.verdict().cause()) ? 1 : 0;
            rightWithout += nowRight ? 1 : 0;
            if (!without.cause().word().startsWith("other-")) {
                named++;
                namedRightWithout += nowRight ? 1 : 0;
            }
        }
    }
}
