package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.message.Submission.Refused;

final class LineBreaksTest {
    private static final String FULL = "a".repeat(998);

    /// @param piece octets of each write
    private static String broken(String body, int piece) throws Exception {
        var octets = body.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        var breaks = LineBreaks.ofBody(LongLines.BREAK, out::write);
        for (int at = 0; at < octets.length; at += piece) {
            breaks.write(octets, at, Math.min(piece, octets.length - at));
        }
        breaks.end();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 997, 998, 999, 1000, 1001, 100_000})
    void aLineThatIsTooLongIsBrokenHoweverItComes(int piece) throws Exception {
        assertThat(broken(FULL + "\r\n" + FULL + "b\r\nend\r\n", piece))
                .isEqualTo(FULL + "\r\n" + FULL + "\r\nb\r\nend\r\n");
        assertThat(broken("x".repeat(600) + " " + "y".repeat(600) + "\r\n\r\n", piece))
                .isEqualTo("x".repeat(600) + "\r\n " + "y".repeat(600) + "\r\n\r\n");
        assertThat(broken(FULL + " z\r\n", piece)).isEqualTo(FULL + "\r\n z\r\n");
        assertThat(broken("b".repeat(3000), piece))
                .isEqualTo(
                        "b".repeat(998)
                                + "\r\n"
                                + "b".repeat(998)
                                + "\r\n"
                                + "b".repeat(998)
                                + "\r\n"
                                + "b".repeat(6));
        assertThat(broken("c".repeat(997) + "ü" + "c".repeat(10) + "\r\n", piece))
                .isEqualTo("c".repeat(997) + "\r\nü" + "c".repeat(10) + "\r\n");
        assertThat(broken("short\r\n\r\nlines\r\n", piece)).isEqualTo("short\r\n\r\nlines\r\n");
    }

    @Test
    void aFieldIsFolded() throws Exception {
        var field = "Subject: " + "s".repeat(600) + " " + "t".repeat(2000) + "\r\n";

        var folded =
                new String(
                        LineBreaks.folded(
                                LongLines.BREAK, field.getBytes(StandardCharsets.US_ASCII)),
                        StandardCharsets.US_ASCII);

        assertThat(folded)
                .isEqualTo(
                        "Subject: "
                                + "s".repeat(600)
                                + "\r\n "
                                + "t".repeat(997)
                                + "\r\n "
                                + "t".repeat(997)
                                + "\r\n "
                                + "t".repeat(6)
                                + "\r\n");
    }

    @Test
    void whereLongLinesAreNotTakenOneIsRefused() {
        var breaks = LineBreaks.ofBody(LongLines.REFUSE, (octets, at, count) -> {});
        var octets = (FULL + "b").repeat(2).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> breaks.write(octets, 0, octets.length))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("A line of more than 998 octets");
    }
}
