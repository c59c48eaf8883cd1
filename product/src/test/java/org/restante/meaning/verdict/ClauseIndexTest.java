package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;

final class ClauseIndexTest {
    private static final int EACH = 4;

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "sender( \\w+){0,3} (unknown|not found) => sender",
                "(host|proxy) .{0,9}(refused|barred) => host ; proxy",
                "relay(ed)? to .* (refused|barred) by us => relay to ; relayed to",
                "mail ?box is full => ''",
                "sender .* unknown|recipient .* unknown => ''",
                "^4\\d\\d .*(?=sender) later => ''",
                "(sender|from)* .{0,9} unknown here => ''"
            })
    void ofASequenceASecondPartIsRequiredToo(String regex, String besides) {
        assertThat(Literals.besides(regex))
                .map(String::strip)
                .containsExactlyInAnyOrderElementsOf(
                        besides.isEmpty() ? List.of() : List.of(besides.split(" ; ")));
    }

    @Test
    void aClauseIsWorthTryingOnlyWhereBothItsPartsAreFound() {
        var index =
                new ClauseIndex(
                        List.of(List.of("unknown"), List.of("sign")),
                        List.of(List.of("sender", "from")));
        var found = index.nothing();

        find(index, "550 user unknown", found);
        assertThat(found.bears(0)).isTrue();
        assertThat(index.holdsBesides(0, found)).isFalse();

        find(index, "550 unknown sender", found);
        assertThat(index.holdsBesides(0, found)).isTrue();
        assertThat(found.bears(1)).isFalse();
    }

    @Test
    void noClauseIsPassedOverThatWouldMatch() throws IOException {
        var book = Knowledge.shipped().rules();
        var judge = Judge.forgetful(book);
        var found = book.clauses().nothing();
        int clauses = book.rules().stream().mapToInt(rule -> rule.clauses().size()).sum();
        var passedOver = new ArrayList<String>();
        for (var reply : replies(book)) {
            var bytes = reply.getBytes(StandardCharsets.UTF_8);
            var text = judge.template(bytes, 0, bytes.length);
            find(book.clauses(), text, found);
            for (int i = 0; i < clauses; i++) {
                boolean isTried = found.bears(i) && book.clauses().holdsBesides(i, found);
                if (!isTried && book.expression(i).findsIn(text)) {
                    passedOver.add(book.expression(i).clause() + " on " + text);
                }
            }
        }
        assertThat(passedOver).isEmpty();
    }

    private static void find(ClauseIndex index, String text, ClauseIndex.Found found) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        index.find(bytes, 0, bytes.length, found);
    }

    /// The rules' samples, and of the table of unseen replies each fourth.
    private static List<String> replies(RuleBook book) throws IOException {
        var replies = new ArrayList<>(book.rules().stream().map(Rule::sample).toList());
        try (var in = ClauseIndexTest.class.getResourceAsStream("/replies/blind.tsv")) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            for (int i = 1; i < lines.size(); i += EACH) {
                replies.add(lines.get(i).split("\t", -1)[2].replace("\\n", "\n"));
            }
        }
        return replies;
    }
}
