package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;

/// The shipped words with a sense, and what they say together.
final class GrammarTest {
    private final Knowledge knowledge = Knowledge.shipped();
    private final Grammar grammar = knowledge.rules().grammar();
    private final Judge judge = new Judge(knowledge.rules());

    /// Tried beside the other sentences alone: most samples are words that a rule knows too.
    @Test
    void everySentenceIsWhatItsSampleMakes() {
        var reader = new SentenceReader(grammar);
        var wrong = new ArrayList<String>();
        for (var sentence : grammar.sentences()) {
            var sample = sentence.sample().toLowerCase(Locale.ROOT);
            var made =
                    reader.read(
                            sample,
                            sample.startsWith("4") ? Permanence.TEMPORARY : Permanence.PERMANENT);
            if (made != sentence) {
                wrong.add(
                        sentence.meaning().key()
                                + " loses to "
                                + (made == null ? "none" : made.meaning().key())
                                + ": "
                                + sample);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void keysAreTheirOwnAndTextsAreWritten() {
        var keys = new HashSet<String>();
        for (var sentence : grammar.sentences()) {
            var meaning = sentence.meaning();
            assertThat(keys.add(meaning.key())).as(meaning.key()).isTrue();
            assertThat(meaning.key()).matches("grammar/[a-z-]+");
            assertThat(meaning.explanation())
                    .as(meaning.key())
                    .hasSizeBetween(20, 260)
                    .endsWith(".");
        }
    }

    /// A sense that no sentence names would be read for nothing; `nothing` hides the words of phrases that say nothing.
    @Test
    void everySenseIsOfUse() {
        Set<String> named = new HashSet<>(Set.of("not", "nothing"));
        for (var sentence : grammar.sentences()) {
            sentence.says().forEach(named::addAll);
            named.addAll(sentence.unless());
        }
        assertThat(grammar.senses().stream().map(Grammar.Sense::name)).isSubsetOf(named);
    }

    /// Numbers and ids are masked in the text that is read, so a word with a digit would never be found; only masks have some.
    @Test
    void wordsAreWrittenAsTheNormalTextHasThem() {
        for (var sense : grammar.senses()) {
            for (var word : Stream.concat(sense.any().stream(), sense.none().stream()).toList()) {
                assertThat(word)
                        .as(sense.name())
                        .isEqualTo(word.strip().toLowerCase(Locale.ROOT))
                        .matches("(a@a|0\\.0\\.0\\.0|[^\\d*]+\\*?)");
            }
        }
    }

    @Test
    void noWordStandsTwiceInASense() {
        for (var sense : grammar.senses()) {
            assertThat(List.copyOf(sense.any())).as(sense.name()).doesNotHaveDuplicates();
            assertThat(List.copyOf(sense.none())).as(sense.name()).doesNotHaveDuplicates();
        }
    }

    /// Words in other orders, in other forms and in other languages than any rule has them.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 Nobody with such an inbox could be located | no-such-user",
                "550 De brievenbus van deze persoon is voorgoed opgeheven | mailbox-disabled",
                "550 Odbiorca jest u nas nieznany, niestety | no-such-user",
                "451 The daemon has died | server-error",
                "554 Zips are never permitted as an attachment | virus",
                "421 That makes far too many parallel sessions | connections",
                "550 The peer does not resolve to anything | rdns",
                "550 Your originator is bogus | sender-invalid",
                "450 The scanner runs out of memory | server-error",
                "550 The person over there is not permitted to us | policy"
            })
    void wordsThatFitTogetherAreReadInAnyOrder(String reply, String cause) {
        assertThat(judge.judge(reply, null, null, null).cause().word()).isEqualTo(cause);
    }
}
