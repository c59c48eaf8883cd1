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

    /// The words as a tree. Each state knows its first child and its next sibling, so that the table is laid out once, when the
    /// states are counted.
    private final class Trie {
        private static final int NONE = 0;

        private int[] firstChild = new int[1024];
        private int[] sibling = new int[1024];
        private char[] symbol = new char[1024];
        private final List<int[]> outputs = new ArrayList<>();

        Trie() {
            addState();
        }

        private int addState() {
            int state = outputs.size();
            outputs.add(NOTHING);
            if (state == firstChild.length) {
                firstChild = Arrays.copyOf(firstChild, 2 * state);
                sibling = Arrays.copyOf(sibling, 2 * state);
                symbol = Arrays.copyOf(symbol, 2 * state);
            }
            return state;
        }

        void add(byte[] literal, int[] marksOfIt) {
            int state = 0;
            for (int i = 0; i < Math.min(literal.length, LONGEST); i++) {
                state = child(state, symbolOf[literal[i] & 0xff]);
            }
            outputs.set(state, union(outputs.get(state), marksOfIt));
        }

        private int child(int state, char wanted) {
            for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
                if (symbol[child] == wanted) {
                    return child;
                }
            }
            int child = addState();
            symbol[child] = wanted;
            sibling[child] = firstChild[state];
            firstChild[state] = child;
            return child;
        }

        /// Lays out the table, the shorter beginnings first: a state goes where the longest ending of it that is a beginning
        /// too goes, but where one of its own words goes on.
        void close() {
            int states = outputs.size();
            boolean few = states <= Character.MAX_VALUE;
            next = new char[few ? states * width : 0];
            nextOfMany = new int[few ? 0 : states * width];
            int[] fallsTo = new int[states];
            int[] order = new int[states];
            int last = 1;
            for (int first = 0; first < last; first++) {
                int state = order[first];
                copyRow(fallsTo[state], state);
                outputs.set(state, union(outputs.get(state), outputs.get(fallsTo[state])));
                for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
                    fallsTo[child] = goTo(state * width + symbol[child], child);
                    order[last++] = child;
                }
            }
            marks = outputs.toArray(new int[0][]);
        }

        private void copyRow(int from, int to) {
            Object table = next.length > 0 ? next : nextOfMany;
            System.arraycopy(table, from * width, table, to * width, width);
        }

        /// Enters a step into the table; where it led before.
        private int goTo(int edge, int child) {
            if (next.length > 0) {
                int before = next[edge];
                next[edge] = (char) child;
                return before;
            }
            int before = nextOfMany[edge];
            nextOfMany[edge] = child;
            return before;
        }
    }

    private static int[] union(int[] one, int[] other) {
        if (one.length == 0 || other.length == 0 || one == other) {
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
