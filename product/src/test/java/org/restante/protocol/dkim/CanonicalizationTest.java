package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalizationTest {
    /// `~` is a CRLF, `_` a blank, `^` a tab, `%` a CR, `!` a LF, `-` nothing.
    private static byte[] octets(String shown) {
        return shown.replace("-", "")
                .replace("~", "\r\n")
                .replace("_", " ")
                .replace("^", "\t")
                .replace("%", "\r")
                .replace("!", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String shown(byte[] octets) {
        var text =
                new String(octets, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "~")
                        .replace(" ", "_")
                        .replace("\t", "^")
                        .replace("\r", "%")
                        .replace("\n", "!");
        return text.isEmpty() ? "-" : text;
    }

    private static String body(Canonicalization form, byte[] body, int split) {
        var out = new ByteArrayOutputStream();
        var canonical = new CanonicalBody(form, out::write);
        canonical.write(body, 0, split);
        canonical.write(body, split, body.length - split);
        canonical.close();
        return shown(out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "-,                  ~,                 -",
        "~,                  ~,                 -",
        "~~~~,               ~,                 -",
        "_,                  _~,                -",
        "_~,                 _~,                -",
        "^_~_^~~,            ^_~_^~,            -",
        "a,                  a~,                a~",
        "a~,                 a~,                a~",
        "a~~~,               a~,                a~",
        "a_~~,               a_~,               a~",
        "a_,                 a_~,               a~",
        "a~_,                a~_~,              a~",
        "a~_~_~,             a~_~_~,            a~",
        "_C_~D_^_E~~~,       _C_~D_^_E~,        _C~D_E~",
        "~a,                 ~a~,               ~a~",
        "~~_a,               ~~_a~,             ~~_a~",
        "^a,                 ^a~,               _a~",
        "a__b^^c,            a__b^^c~,          a_b_c~",
        "a~~~b,              a~~~b~,            a~~~b~",
        "a%,                 a%~,               a%~",
        "a%%,                a%%~,              a%%~",
        "a%~,                a%~,               a%~",
        "%,                  %~,                %~",
        "%~,                 %~,                %~",
        "a_%b,               a_%b~,             a_%b~",
        "a!b,                a!b~,              a!b~",
        "a!,                 a!~,               a!~",
        "!%,                 !%~,               !%~",
        "a_%_~,              a_%_~,             a_%~",
        "é_ü~,               é_ü~,              é_ü~",
        ".~..~,              .~..~,             .~..~",
    })
    void bodiesGetTheirFormHoweverTheyArrive(String body, String simple, String relaxed) {
        var octets = octets(body);
        for (int split = 0; split <= octets.length; split++) {
            assertThat(body(Canonicalization.SIMPLE, octets, split)).isEqualTo(simple);
            assertThat(body(Canonicalization.RELAXED, octets, split)).isEqualTo(relaxed);
        }
    }

    @Test
    void manyEmptyLinesAreOnlyCountedUntilSomethingFollows() {
        var body = octets("~".repeat(5000) + "a");
        assertThat(body(Canonicalization.SIMPLE, body, 777)).isEqualTo("~".repeat(5000) + "a~");
        assertThat(body(Canonicalization.RELAXED, octets("a" + "~".repeat(5000)), 777))
                .isEqualTo("a~");
    }

    /// The same by a plain reading of the rules, line by line.
    @Test
    void anyBodyHasTheFormThatThePlainRulesGive() {
        var chance = new Random(6376);
        var letters = "ab  \t\r\n\r\n";
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = chance.nextInt(14); i > 0; i--) {
                int at = chance.nextInt(letters.length() - 1);
                text.append(letters.charAt(at));
                if (letters.charAt(at) == '\r' && chance.nextInt(8) > 0) {
                    text.append('\n');
                }
            }
            var body = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            int split = chance.nextInt(body.length + 1);
            for (var form : Canonicalization.values()) {
                assertThat(body(form, body, split))
                        .as(shown(body))
                        .isEqualTo(shown(plain(form, text.toString())));
            }
        }
    }

    private static byte[] plain(Canonicalization form, String body) {
        var lines = body;
        if (form == Canonicalization.RELAXED) {
            lines = lines.replaceAll("[ \t]+(?=\r\n)", "").replaceAll("[ \t]+\\z", "");
            lines = lines.replaceAll("[ \t]+", " ");
        }
        while (lines.endsWith("\r\n")) {
            lines = lines.substring(0, lines.length() - 2);
        }
        if (form == Canonicalization.SIMPLE || !lines.isEmpty()) {
            lines += "\r\n";
        }
        return lines.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "A:_X~,              a:X",
        "B_:_Y^~^Z__~,       b:Y_Z",
        "Subject:~,          subject:-",
        "Subject:__~,        subject:-",
        "SUBJect:a~_b~^c~,   subject:a_b_c",
        "X:_~_~_a~,          x:a",
        "X:a_~_~,            x:a",
        "X:a%b~,             x:a%b",
        "X:é~,               x:é",
        "x^:__a__b~,         x:a_b",
    })
    void fieldsAreRelaxed(String field, String relaxed) {
        var octets = octets(field);
        var read = HeaderFields.read(octets, 0, octets.length).all().getFirst();
        var out = new ByteArrayOutputStream();
        Canonicalization.RELAXED.field(read, out);
        assertThat(shown(out.toByteArray())).isEqualTo(relaxed.replace("-", ""));
        out.reset();
        Canonicalization.SIMPLE.field(read, out);
        assertThat(shown(out.toByteArray()) + "~").isEqualTo(field);
    }

    @Test
    void linesThatAreNoFieldArePassedOverAndTheEmptyLineEndsTheHeader() {
        var octets = octets("nonsense~A:_1~_2~:x~ b c:d~B:2~~C:3~");
        assertThat(HeaderFields.read(octets, 0, octets.length).all())
                .extracting(HeaderField::name)
                .containsExactly("a", "b");
    }
}
