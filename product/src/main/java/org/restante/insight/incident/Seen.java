package org.restante.insight.incident;

/// Remembers, in a fixed room, which messages were refused before. Forgets the oldest first; a forgotten one counts anew.
final class Seen {
    private static final int SETS = 1 << 15;
    private static final int WAYS = 4;

    private final long[] marks = new long[SETS * WAYS];
    private boolean empty = true;

    /// Whether it was noted before; notes it.
    boolean note(long hash) {
        empty = false;
        long mark = mark(hash);
        int at = set(mark);
        int found = find(mark, at);
        for (int i = found < 0 ? WAYS - 1 : found; i > 0; i--) {
            marks[at + i] = marks[at + i - 1];
        }
        marks[at] = mark;
        return found >= 0;
    }

    boolean knows(long hash) {
        if (empty) {
            return false;
        }
        long mark = mark(hash);
        return find(mark, set(mark)) >= 0;
    }

    private int find(long mark, int at) {
        for (int i = 0; i < WAYS; i++) {
            if (marks[at + i] == mark) {
                return i;
            }
        }
        return -1;
    }

    private static int set(long mark) {
        return (int) (mark >>> 40 & (SETS - 1)) * WAYS;
    }

    private static long mark(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return mixed == 0 ? 1 : mixed;
    }
}
