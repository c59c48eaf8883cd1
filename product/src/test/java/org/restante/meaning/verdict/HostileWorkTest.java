package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;

/// No reply, however it was made, costs a rule more than a fixed number of looks at each of its characters. Looks are counted,
/// not timed, so the test says the same on any machine.
final class HostileWorkTest {
    private static final int LENGTH = 3_000;

    /// Looks a character, at most. Plain replies take about one for each expression that is tried.
    private static final int MOST = 600;

    private static final int MOST_TOGETHER = 500;

    /// Words that stand between others in the rules' expressions, so that they lead a search on as far as it goes.
    private static final List<String> FILLERS =
            List.of("a ", "<a@a> ", "not the ", "user ", "too many ", ": ");

    private final RuleBook book = Knowledge.shipped().rules();
    private final int clauses = book.rules().stream().mapToInt(rule -> rule.clauses().size()).sum();

    @Test
    @Tag("slow")
    void aHostileReplyMakesNoExpressionLookTooOften() {
        var tooOften = new ArrayList<String>();
        for (int i = 0; i < clauses; i++) {
            var expression = book.expression(i);
            if (expression.rule().trust() == Rule.Trust.USERS) {
                continue;
            }
            long most = 0;
            var worst = "";
            for (var text : hostileTexts(expression)) {
                var counted = new Counted(text);
                expression.findsIn(counted);
                expression.isRuledOut(counted);
                if (counted.looks > most) {
                    most = counted.looks;
                    worst = text.substring(0, 60);
                }
            }
            if (most > (long) MOST * LENGTH) {
                tooOften.add(
                        most / LENGTH
                                + " "
                                + expression.rule().id()
                                + " "
                                + expression.clause().match()
                                + " on "
                                + worst);
            }
        }
        assertThat(tooOften).isEmpty();
    }

    /// What a judge does at most with one text: every expression of which a literal is found is tried, as if none fitted. One word in four here.
    @Test
    @Tag("slow")
    void aHostileReplyMakesAllExpressionsTogetherLookABoundedNumberOfTimes() {
        var words = List.copyOf(hostileWords());
        assertThat(tooOften(IntStream.range(0, words.size() / 4).mapToObj(i -> words.get(i * 4))))
                .isEmpty();
    }

    /// The same with every word: minutes.
    @Test
    @Tag("long")
    void soItIsWithEveryWord() {
        assertThat(tooOften(hostileWords().stream())).isEmpty();
    }

    private List<String> tooOften(Stream<String> words) {
        var tooOften = new ArrayList<String>();
        for (var word : words.toList()) {
            for (var filler : List.of("a ", "user ")) {
                var text = filled("450 4.7.1 ", word + " " + filler);
                long looks = 0;
                for (int i : found(text)) {
                    var counted = new Counted(text);
                    book.expression(i).findsIn(counted);
                    book.expression(i).isRuledOut(counted);
                    looks += counted.looks;
                }
                if (looks > (long) MOST_TOGETHER * LENGTH) {
                    tooOften.add(looks / LENGTH + " on " + text.substring(0, 60));
                }
            }
        }
        return tooOften;
    }

    /// The words of the rules that are tried on every receiver's text.
    private Set<String> hostileWords() {
        Set<String> words = new LinkedHashSet<>();
        for (var rule : book.rules()) {
            if (rule.provider().endsWith("words")) {
                rule.clauses().forEach(clause -> words.addAll(clause.literals()));
            }
        }
        return words;
    }

    /// The expressions of which the text holds a literal.
    private int[] found(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var found = book.clauses().nothing();
        book.clauses().find(bytes, 0, bytes.length, found);
        return BitSet.valueOf(found.marks).stream()
                .filter(i -> i < clauses && book.clauses().holdsBesides(i, found))
                .toArray();
    }

    private static Set<String> hostileTexts(Expression expression) {
        Set<String> texts = new LinkedHashSet<>();
        var words = new ArrayList<>(LiteralRuns.of(expression.clause().match()));
        words.addAll(expression.clause().literals());
        expression.clause().unless().forEach(unless -> words.addAll(LiteralRuns.of(unless)));
        var all = new LinkedHashSet<>(words);
        for (var word : all) {
            texts.add(filled("550 5.7.1 ", word + " "));
            texts.add(filled("450 4.7.1 ", word));
            for (var filler : FILLERS) {
                texts.add(filled("450 4.7.1 ", word + " " + filler));
            }
        }
        texts.add(filled("550 ", String.join(" ", all) + " "));
        return texts;
    }

    private static String filled(String head, String piece) {
        if (piece.isBlank()) {
            return filled(head, "a");
        }
        var text = new StringBuilder(head);
        while (text.length() < LENGTH) {
            text.append(piece);
        }
        return text.substring(0, LENGTH);
    }

    /// A text that counts how often it is looked at.
    private static final class Counted implements CharSequence {
        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }
    }
}
