package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;

final class PlainLettersTest {
    @ParameterizedTest
    @CsvSource({
        "boîte pleine, boite pleine",
        "Größe überschritten, Grosse uberschritten",
        "Skrzynka przepełniona, Skrzynka przepelniona",
        "Почтовый ящик, почтовый ящик",
        "ёжик Її, ежик її",
        "don’t, don't",
        "用户不存在, 用户不存在",
        "ＡＢＣ, abc",
        "bogus 😀, bogus 😀",
        "plain, plain"
    })
    void lettersLoseTheirMarks(String text, String plain) {
        assertThat(PlainLetters.of(text)).isEqualTo(plain);
    }

    @Test
    void marksThatStandAloneAreLeftOut() {
        assertThat(PlainLetters.of("e\u0301tat")).isEqualTo("etat");
    }

    @Test
    void whatWasEncodedTwiceIsReadOnce() {
        assertThat(PlainLetters.of(encodedTwice("boîte не найден 用户 😀")))
                .isEqualTo("boite не найден 用户 😀");
    }

    @Test
    void brokenUtf8IsLatin1() {
        byte[] bytes = "Bo\u00eete ferm\u00e9e \u00df\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        int end = PlainLetters.spell(bytes, 0, bytes.length);

        assertThat(new String(bytes, 0, end, StandardCharsets.ISO_8859_1))
                .isEqualTo("Boite fermee se");
    }

    @Test
    void aRuleFindsItsWordsWhateverTheirSpelling() {
        var judge = new Judge(Knowledge.shipped().rules());
        for (var text : new String[] {"não existe", "NÃO EXISTE", "nao existe"}) {
            for (var spelled : new String[] {text, encodedTwice(text)}) {
                assertThat(judge.judge("550 Usuario " + spelled, null, null, null).cause())
                        .as(spelled)
                        .isEqualTo(Cause.NO_SUCH_USER);
            }
        }
    }

    private static String encodedTwice(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
