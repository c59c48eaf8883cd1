package org.restante.app.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Rule;
import org.restante.meaning.verdict.RuleBook;
import org.restante.meaning.verdict.RuleSet;
import org.restante.meaning.verdict.Verdict;
import org.restante.meaning.verdict.Word;
import org.restante.testing.Corpora;

/// Guesses how replies that nobody has seen will fare: each labelled reply whose expression decides no other reply is judged once
/// more without that expression. Not a test: a program, `java … org.restante.app.knowledge.LeaveOut [-v]`; with `-v` it lists what
/// is wrong without, and how often each rule that speaks then is right.
final class LeaveOut {
    /// @param allowed what the reply may be called, once a label
    private record Reply(
            String set, List<Set<Cause>> allowed, String text, String normal, Verdict verdict) {}

    /// How often something was right.
    private static final class Tally {
        int all;
        int right;
        int named;
        int namedRight;

        void count(Cause cause, Set<Cause> allowed) {
            boolean isRight = allowed.contains(cause);
            boolean names = !cause.word().startsWith("other-");
            all++;
            right += isRight ? 1 : 0;
            named += names ? 1 : 0;
            namedRight += names && isRight ? 1 : 0;
        }

        @Override
        public String toString() {
            return String.format(
                    "cause right %.1f%% of %d, named causes right %.1f%% of %d",
                    100.0 * right / all, all, 100.0 * namedRight / Math.max(1, named), named);
        }
    }

    private final RuleBook book = Knowledge.shipped().rules();
    private final Judge judge = Judge.forgetful(book);
    private final Labels labels = new Labels();
    private final Map<String, Tally> with = new TreeMap<>();
    private final Map<String, Tally> without = new TreeMap<>();
    private final Map<String, Tally> left = new TreeMap<>();
    private final Map<String, Tally> speakers = new TreeMap<>();
    private final boolean lists;

    private LeaveOut(boolean lists) {
        this.lists = lists;
    }

    public static void main(String[] arguments) {
        new LeaveOut(Arrays.asList(arguments).contains("-v")).run();
    }

    private void run() {
        var replies = new ArrayList<Reply>();
        replies.addAll(labelled());
        for (var table : List.of("documented", "collected", "blind")) {
            replies.addAll(ofTable(table));
        }
        Map<String, List<Reply>> byExpression = new LinkedHashMap<>();
        for (var reply : replies) {
            byExpression
                    .computeIfAbsent(
                            reply.set() + "\n" + reply.verdict().rule() + "\n" + expression(reply),
                            _ -> new ArrayList<>())
                    .add(reply);
        }
        for (var same : byExpression.values()) {
            var first = same.getFirst();
            boolean single =
                    !expression(first).isEmpty()
                            && same.stream().map(Reply::normal).distinct().count() == 1;
            var other = single ? Judge.forgetful(without(first)) : judge;
            same.forEach(reply -> score(reply, single, judged(other, reply.text())));
        }
        tell();
    }

    private List<Reply> labelled() {
        var replies = new ArrayList<Reply>();
        for (var row : Labels.rows(Corpora.require("replies").resolve("replies.tsv"))) {
            var allowed = new ArrayList<Set<Cause>>();
            for (var label : row.get("labels").split("; ?")) {
                var one = label.isEmpty() ? null : labels.of(label);
                if (one != null
                        && one.scored()
                        && !labels.disputes("replies", row.get("id"), label)) {
                    allowed.add(one.any() ? Set.of(Cause.values()) : one.causes());
                }
            }
            replies.add(reply("replies", allowed, row.get("text")));
        }
        return replies;
    }

    private List<Reply> ofTable(String table) {
        try (var in = LeaveOut.class.getResourceAsStream("/replies/" + table + ".tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> reply(table, List.of(causes(cells[3])), cells[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Cause> causes(String words) {
        return Arrays.stream(words.split("\\|"))
                .map(word -> Word.of(Cause.class, word).orElseThrow())
                .collect(Collectors.toSet());
    }

    private Reply reply(String set, List<Set<Cause>> allowed, String row) {
        var text = row.replace("\\n", "\n");
        return new Reply(set, allowed, text, normal(text), judged(judge, text));
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
        return rule.id().equals(reply.verdict().rule());
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
        return new RuleBook(sets, book.fallbacks(), book.grammar());
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

    private void score(Reply reply, boolean single, Verdict other) {
        for (var allowed : reply.allowed()) {
            tally(with, reply.set()).count(reply.verdict().cause(), allowed);
            tally(without, reply.set()).count(other.cause(), allowed);
            tally(speakers, other.rule()).count(other.cause(), allowed);
            if (single) {
                tally(left, reply.set()).count(other.cause(), allowed);
            }
            if (lists && !allowed.contains(other.cause())) {
                System.out.println(
                        reply.set()
                                + "\t"
                                + (single ? "without " + reply.verdict().rule() : "")
                                + "\t"
                                + other.cause().word()
                                + " by "
                                + other.rule()
                                + "\tnot "
                                + allowed.stream().map(Cause::word).sorted().toList()
                                + "\t"
                                + reply.normal());
            }
        }
    }

    private static Tally tally(Map<String, Tally> tallies, String of) {
        return tallies.computeIfAbsent(of, _ -> new Tally());
    }

    private void tell() {
        if (lists) {
            speakers.entrySet().stream()
                    .filter(entry -> entry.getValue().right < entry.getValue().all)
                    .forEach(entry ->
                            System.out.println(
                                    entry.getKey()
                                            + "\t"
                                            + entry.getValue().right
                                            + " of "
                                            + entry.getValue().all));
        }
        with.forEach((set, tally) -> System.out.println(set + ": " + tally));
        without.forEach((set, tally) ->
                System.out.println(set + " without what decides one alone: " + tally));
        left.forEach((set, tally) -> System.out.println(set + ", only those: " + tally));
    }
}
