package org.restante.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Texts that would steer a terminal, in Java's escapes.
final class HarmlessStreamTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\tb\\nc | a\\tb\\nc | a\\tb\\nc",
                "Grüße – … | Grüße – … | Grüße – …",
                "inv\u202egnp.exe | inv{202e}gnp.exe | inv{202e}gnp.exe",
                "a\u200eb\u200fc\u202ad | a{200e}b{200f}c{202a}d | a{200e}b{200f}c{202a}d",
                "\u2066a\u2069b\u2065 | {2066}a{2069}b\u2065 | {2066}a{2069}b\u2065",
                "█▁▂ “a” ─ \u200d\u2029 | █▁▂ “a” ─ \u200d\u2029 | █▁▂ “a” ─ \u200d\u2029",
                "\\7bell | {0007}bell | {0007}bell",
                "\\0 | {0000} | {0000}",
                "\\177 | {007f} | {007f}",
                "\\23331m | {009b}31m | {009b}31m",
                "line\\r\\n | line\\r\\n | line\\r\\n",
                "over\\rwritten | over{000d}written | over{000d}written",
                "\\33[31mred\\33[0m | \\33[31mred\\33[0m | {001b}[31mred{001b}[0m",
                "\\33[8mhidden | {001b}[8mhidden | {001b}[8mhidden",
                "\\33[08mhidden | {001b}[08mhidden | {001b}[08mhidden",
                "\\33[31;8mx | {001b}[31;8mx | {001b}[31;8mx",
                "\\33[2J | {001b}[2J | {001b}[2J",
                "\\33]0;title\\7 | {001b}]0;title{0007} | {001b}]0;title{0007}",
                "\\33\\33[1m | {001b}\\33[1m | {001b}{001b}[1m",
                "\\33[\\33[0m | {001b}[\\33[0m | {001b}[{001b}[0m",
                "\\r\\33[0m | {000d}\\33[0m | {000d}{001b}[0m"
            })
    void whatWouldSteerATerminalIsVisible(String text, String coloured, String plain) {
        assertThat(printed(text.translateEscapes(), true)).isEqualTo(shown(coloured));
        assertThat(printed(text.translateEscapes(), false)).isEqualTo(shown(plain));
    }

    /// Eight octets are looked at at once.
    @Test
    void soItIsWhereverItStands() {
        for (int c = 0; c <= 0xFF; c++) {
            for (int before = 0; before < 17; before++) {
                var letter = Character.toString(c);
                boolean isControl = Character.isISOControl(c) && c != '\n' && c != '\t';
                var text = "x".repeat(before) + letter + "é".repeat(9);

                assertThat(printed(text, false))
                        .isEqualTo(isControl ? text.replace(letter, "\\u%04x".formatted(c)) : text);
            }
        }
    }

    /// Programs copy octets as they came.
    @Test
    void whatIsNoUtf8HidesNothing() {
        var out = new ByteArrayOutputStream();
        try (var stream =
                new HarmlessStream(new PrintStream(out, true, StandardCharsets.UTF_8), true)) {
            byte[] octets =
                    "\u00c2\33]\u00e2\33]\u00e2\u0080\7".getBytes(StandardCharsets.ISO_8859_1);
            stream.write(octets, 0, octets.length);
        }
        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("\u00c2\\u001b]\u00e2\\u001b]\u00e2\u0080\\u0007");
    }

    /// With `{001b}` for what a control character becomes.
    private static String shown(String text) {
        return text.translateEscapes().replaceAll("\\{(\\w{4})}", "\\\\u$1");
    }

    /// Whole, and an octet at a time.
    private static String printed(String text, boolean colours) {
        var whole = new ByteArrayOutputStream();
        try (var out =
                new HarmlessStream(new PrintStream(whole, true, StandardCharsets.UTF_8), colours)) {
            out.print(text);
        }
        var pieces = new ByteArrayOutputStream();
        try (var out =
                new HarmlessStream(
                        new PrintStream(pieces, true, StandardCharsets.UTF_8), colours)) {
            for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
                out.write(octet);
                out.flush();
            }
        }
        assertThat(pieces.toByteArray()).isEqualTo(whole.toByteArray());
        return whole.toString(StandardCharsets.UTF_8);
    }
}
