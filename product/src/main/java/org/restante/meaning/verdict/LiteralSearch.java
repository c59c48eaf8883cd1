package org.restante.meaning.verdict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Searches bytes for many literals in one pass (Aho and Corasick 1975), with one table look-up a byte.
final class LiteralSearch {
    private static final int[] NOTHING = new int[0];

    private final byte[] symbolOf = new byte[256];
    private int width;
    private int[] next = new int[0];
    private int[][] marks = new int[0][];

    /// @param literals the texts; `marks.get(i)` is reported where `literals.get(i)` is found
    LiteralSearch(List<byte[]> literals, List<int[]> marksOf) {
        nameSymbols(literals);
        var trie = new Trie();
        for (int i = 0; i < literals.size(); i++) {
            trie.add(literals.get(i), marksOf.get(i));
        }
        trie.close();
    }

    private void nameSymbols(List<byte[]> literals) {
        int symbols = 1;
        for (var literal : literals) {
            for (byte b : literal) {
                if (symbolOf[b & 0xff] == 0) {
                    symbolOf[b & 0xff] = (byte) symbols++;
                }
            }
        }
        width = symbols;
    }

    /// Builds the table: first the words as a tree, then for each state where a mismatch goes on.
    private final class Trie {
        private final List<int[]> children = new ArrayList<>();
        private final List<int[]> outputs = new ArrayList<>();

        Trie() {
            addState();
        }

        private int addState() {
            children.add(new int[width]);
            outputs.add(NOTHING);
            return children.size() - 1;
        }

        void add(byte[] literal, int[] marksOfIt) {
            int state = 0;
            for (byte b : literal) {
                int symbol = symbolOf[b & 0xff];
                int child = children.get(state)[symbol];
                if (child == 0) {
                    child = addState();
                    children.get(state)[symbol] = child;
                }
                state = child;
            }
            outputs.set(state, union(outputs.get(state), marksOfIt));
        }

        void close() {
            int states = children.size();
            int[] fallsTo = new int[states];
            var order = new ArrayDeque<Integer>();
            for (int child : children.getFirst()) {
                if (child != 0) {
                    order.add(child);
                }
            }
            while (!order.isEmpty()) {
                int state = order.poll();
                int fall = fallsTo[state];
                outputs.set(state, union(outputs.get(state), outputs.get(fall)));
                int[] row = children.get(state);
                for (int symbol = 0; symbol < width; symbol++) {
                    int across = children.get(fall)[symbol];
                    if (row[symbol] == 0) {
                        row[symbol] = across;
                    } else {
                        fallsTo[row[symbol]] = across;
                        order.add(row[symbol]);
                    }
                }
            }
            flatten(states);
        }

        private void flatten(int states) {
            next = new int[states * width];
            marks = new int[states][];
            for (int state = 0; state < states; state++) {
                marks[state] = outputs.get(state);
                int[] row = children.get(state);
                for (int symbol = 0; symbol < width; symbol++) {
                    next[state * width + symbol] = row[symbol];
                }
            }
        }
    }

    private static int[] union(int[] one, int[] other) {
        if (one.length == 0 || other.length == 0) {
            return one.length == 0 ? other : one;
        }
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return Arrays.stream(both).distinct().toArray();
    }

    /// Sets in `found` the bit of each mark whose literal is in the bytes.
    void search(byte[] in, int from, int to, long[] found) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = next[state * width + symbolOf[in[i] & 0xff]];
            for (int mark : marks[state]) {
                found[mark >> 6] |= 1L << mark;
            }
        }
    }
}
