package org.restante.insight.incident;

/// Remembers, in a fixed room, which messages were refused before. Forgets the oldest first; a forgotten one counts anew.
final class Seen {
    private static final int SETS = 1 << 15;
    private static final int WAYS = 4;

    private final int[] marks = new int[SETS * WAYS];
    private boolean empty = true;

    /// Whether it was noted before; notes it.
    boolean note(long hash) {
        empty = false;
        long mixed = mixed(hash);
        int mark = mark(mixed);
        int at = set(mixed);
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
        long mixed = mixed(hash);
        return find(mark(mixed), set(mixed)) >= 0;
    }

    private int find(int mark, int at) {
        for (int i = 0; i < WAYS; i++) {
            if (marks[at + i] == mark) {
                return i;
            }
        }
        return -1;
    }

    private static int set(long mixed) {
        return (int) (mixed >>> 40 & (SETS - 1)) * WAYS;
    }

    private static int mark(long mixed) {
        int mark = (int) mixed;
        return mark == 0 ? 1 : mark;
    }

    private static long mixed(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        return mixed * 0xD6E8FEB86659FD93L;
    }
}
