package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which marks a text bears: a mark is borne where the text holds one of its literals. A clause that stands for a mark may ask for
/// a literal of a second list too, which is looked up only when somebody wants to try the clause. Immutable; what was found is kept
/// by who asks.
final class ClauseIndex {
    /// What was found in one text.
    static final class Found {
        private final long[] literals;

        /// The marks that the text bears, as bits.
        final long[] marks;

        private Found(int literals, int marks) {
            this.literals = new long[literals + 63 >> 6];
            this.marks = new long[marks + 63 >> 6];
        }

        boolean bears(int mark) {
            return (marks[mark >> 6] & 1L << mark) != 0;
        }

        private boolean holds(int literal) {
            return (literals[literal >> 6] & 1L << literal) != 0;
        }
    }

    private final Map<String, Integer> idOf = new LinkedHashMap<>();
    private final List<List<Integer>> marksById = new ArrayList<>();
    private final int[][] marksOf;
    private final int[][] besides;
    private final int marks;
    private final LiteralSearch search;

    /// @param literals of each mark
    /// @param besides of the first marks, each perhaps empty: what the text must hold one of too
    ClauseIndex(List<List<String>> literals, List<List<String>> besides) {
        marks = literals.size();
        for (int mark = 0; mark < marks; mark++) {
            for (var literal : literals.get(mark)) {
                marksById.get(id(literal)).add(mark);
            }
        }
        this.besides = besides.stream().map(this::ids).toArray(int[][]::new);
        marksOf = marksById.stream().map(ClauseIndex::ints).toArray(int[][]::new);
        var texts = new ArrayList<byte[]>();
        var ids = new ArrayList<int[]>();
        idOf.forEach((literal, id) -> {
            texts.add(literal.getBytes(StandardCharsets.UTF_8));
            ids.add(new int[] {id});
        });
        search = new LiteralSearch(texts, ids);
    }

    private int id(String literal) {
        return idOf.computeIfAbsent(
                literal,
                _ -> {
                    marksById.add(new ArrayList<>());
                    return idOf.size();
                });
    }

    private int[] ids(List<String> literals) {
        return literals.stream().mapToInt(this::id).toArray();
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    Found nothing() {
        return new Found(marksOf.length, marks);
    }

    /// Puts into `found` what the bytes `[from, to)` hold, and nothing else.
    void find(byte[] in, int from, int to, Found found) {
        Arrays.fill(found.literals, 0);
        Arrays.fill(found.marks, 0);
        search.search(in, from, to, found.literals);
        for (int word = 0; word < found.literals.length; word++) {
            for (long bits = found.literals[word]; bits != 0; bits &= bits - 1) {
                for (int mark : marksOf[(word << 6) + Long.numberOfTrailingZeros(bits)]) {
                    found.marks[mark >> 6] |= 1L << mark;
                }
            }
        }
    }

    /// Whether the text also holds what a clause asks for besides.
    boolean holdsBesides(int clause, Found found) {
        int[] wanted = besides[clause];
        for (int literal : wanted) {
            if (found.holds(literal)) {
                return true;
            }
        }
        return wanted.length == 0;
    }
}
