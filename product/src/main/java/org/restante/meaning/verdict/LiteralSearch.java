package org.restante.meaning.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Searches bytes for many literals in one pass (Aho and Corasick 1975), with one table look-up a byte.
final class LiteralSearch {
    private static final int[] NOTHING = new int[0];

    /// More than the first letters of a literal tell little and cost states.
    private static final int LONGEST = 12;

    private final char[] symbolOf = new char[256];
    private int width;

    /// Where each state goes on each symbol; as characters, which take half the room in the caches, while they can count the states.
    private char[] next = new char[0];

    private int[] nextOfMany = new int[0];
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
                    symbolOf[b & 0xff] = (char) symbols++;
                }
            }
        }
        width = symbols;
    }

    /// Builds the table: first the words as a tree, then for each state where a mismatch goes on.
    private final class Trie {
        private int[] table = new int[width * 1024];
        private final List<int[]> outputs = new ArrayList<>();

        Trie() {
            addState();
        }

        private int addState() {
            outputs.add(NOTHING);
            if (outputs.size() * width > table.length) {
                table = Arrays.copyOf(table, table.length * 2);
            }
            return outputs.size() - 1;
        }

        void add(byte[] literal, int[] marksOfIt) {
            int state = 0;
            for (int i = 0; i < Math.min(literal.length, LONGEST); i++) {
                int edge = state * width + symbolOf[literal[i] & 0xff];
                int child = table[edge];
                if (child == 0) {
                    child = addState();
                    table[edge] = child;
                }
                state = child;
            }
            outputs.set(state, union(outputs.get(state), marksOfIt));
        }

        void close() {
            int states = outputs.size();
            int[] fallsTo = new int[states];
            int[] order = new int[states];
            int last = 0;
            for (int symbol = 0; symbol < width; symbol++) {
                if (table[symbol] != 0) {
                    order[last++] = table[symbol];
                }
            }
            for (int first = 0; first < last; first++) {
                int state = order[first];
                int fall = fallsTo[state];
                outputs.set(state, union(outputs.get(state), outputs.get(fall)));
                for (int symbol = 0; symbol < width; symbol++) {
                    int edge = state * width + symbol;
                    int across = table[fall * width + symbol];
                    if (table[edge] == 0) {
                        table[edge] = across;
                    } else {
                        fallsTo[table[edge]] = across;
                        order[last++] = table[edge];
                    }
                }
            }
            if (states <= Character.MAX_VALUE) {
                next = new char[states * width];
                for (int i = 0; i < next.length; i++) {
                    next[i] = (char) table[i];
                }
            } else {
                nextOfMany = Arrays.copyOf(table, states * width);
            }
            marks = outputs.toArray(new int[0][]);
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
        if (next.length == 0) {
            searchMany(in, from, to, found);
            return;
        }
        int state = 0;
        for (int i = from; i < to; i++) {
            state = next[state * width + symbolOf[in[i] & 0xff]];
            for (int mark : marks[state]) {
                found[mark >> 6] |= 1L << mark;
            }
        }
    }

    private void searchMany(byte[] in, int from, int to, long[] found) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = nextOfMany[state * width + symbolOf[in[i] & 0xff]];
            for (int mark : marks[state]) {
                found[mark >> 6] |= 1L << mark;
            }
        }
    }
}
