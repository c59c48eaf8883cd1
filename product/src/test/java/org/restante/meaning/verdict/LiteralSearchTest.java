package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiteralSearchTest {
    /// The larger count has more states than a character can tell apart.
    @ParameterizedTest
    @ValueSource(ints = {300, 20_000})
    void everyLiteralIsFoundWhateverTheirNumber(int count) {
        var random = new Random(5);
        var literals = new ArrayList<byte[]>();
        var marks = new ArrayList<int[]>();
        for (int i = 0; i < count; i++) {
            var literal = new byte[9];
            for (int j = 0; j < literal.length; j++) {
                literal[j] =
                        (byte) (j % 3 == 2 ? 0x80 + random.nextInt(64) : 'a' + random.nextInt(26));
            }
            literals.add(literal);
            marks.add(new int[] {i});
        }
        var search = new LiteralSearch(literals, marks);

        for (int i = 0; i < count; i += 97) {
            var found = new long[count + 63 >> 6];
            var text =
                    ("so " + latin1(literals.get(i)) + "!").getBytes(StandardCharsets.ISO_8859_1);
            search.search(text, 0, text.length, found);

            assertThat(found[i >> 6] & 1L << i).isNotZero();
        }
        var none = new long[count + 63 >> 6];
        search.search("nothing of it".getBytes(StandardCharsets.ISO_8859_1), 0, 13, none);
        assertThat(none).containsOnly(0);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
