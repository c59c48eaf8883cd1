package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How senses of words are found and put together.
final class SentenceReaderTest {
    private static final List<Grammar.Sense> SENSES =
            List.of(
                    new Grammar.Sense("not", List.of("not", "no", "t", "nicht"), List.of()),
                    new Grammar.Sense(
                            "who", List.of("user*", "postfach", "mail box", "用户"), List.of()),
                    new Grammar.Sense(
                            "absent", List.of("unknown", "不存在"), List.of("exist*", "gefunden")),
                    new Grammar.Sense("sender", List.of("sender"), List.of()),
                    new Grammar.Sense("nothing", List.of("unknown reason"), List.of()));

    private final SentenceReader reader =
            new SentenceReader(
                    new Grammar(
                            SENSES,
                            List.of(
                                    sentence("gone", null, List.of("who", "absent"), "sender"),
                                    sentence(
                                            "later",
                                            Permanence.TEMPORARY,
                                            List.of("sender"),
                                            ""))));

    private static Grammar.Sentence sentence(
            String name, @Nullable Permanence signalled, List<String> says, String unless) {
        return new Grammar.Sentence(
                new Fallback(
                        "grammar/" + name, Cause.NO_SUCH_USER, Scope.RECIPIENT, List.of(), "."),
                signalled,
                says.stream().map(List::of).toList(),
                unless.isEmpty() ? List.of() : List.of(unless),
                4,
                false,
                "");
    }

    private @Nullable String read(String text, @Nullable Permanence signalled) {
        var sentence = reader.read(text, signalled);
        return sentence == null ? null : sentence.meaning().key();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 unknown user",
                "550 the users of that unknown sort",
                "550 a mail  box does not exist",
                "550 this user doesn't exist",
                "550 postfach nicht gefunden",
                "550 postfach existiert nicht",
                "550 用户不存在"
            })
    void sensesThatStandTogetherMakeASentence(String text) {
        assertThat(read(text, Permanence.PERMANENT)).isEqualTo("grammar/gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 the user exists",
                "550 no mail: the user exists",
                "550 userland is unknown. what you say is for the user",
                "550 unknown, and then come many more words of ours before the user",
                "550 the user, for an unknown reason",
                "550 the user is unknown to this sender",
                ""
            })
    void whatStandsElsewhereDoesNot(String text) {
        assertThat(read(text.replace("userland", "we say it"), Permanence.PERMANENT)).isNull();
    }

    @Test
    void aSentenceOfOneClassSpeaksOfNoOther() {
        assertThat(read("450 some sender", Permanence.TEMPORARY)).isEqualTo("grammar/later");
        assertThat(read("550 some sender", Permanence.PERMANENT)).isNull();
        assertThat(read("some sender", null)).isNull();
    }

    /// However long a text is, no more than a number of words is read.
    @Test
    void wordsFarBehindAreNotRead() {
        assertThat(read("x ".repeat(1_400) + "unknown user", null)).isNull();
        assertThat(read("unknown user " + "用户".repeat(900), null)).isEqualTo("grammar/gone");
    }

    @Test
    void aSenseThatIsNotThereIsTold() {
        var broken =
                new Grammar(SENSES, Arrays.asList(sentence("odd", null, List.of("elsewhere"), "")));

        assertThatThrownBy(() -> new SentenceReader(broken)).hasMessageContaining("elsewhere");
    }
}
