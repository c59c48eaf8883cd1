package org.restante.record.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Room for what is known of each recipient that waits: eight longs a slot, which lie side by side, so that one costs one reach
/// into memory; in pieces, so that nothing is copied when there are more. One thread's.
final class DeferralSlots {
    static final int KEY = 0;
    static final int QUEUE = 1;
    static final int FIRST = 2;
    static final int LAST = 3;
    static final int QUEUED = 4;

    /// The reply's number above, the combination's below.
    static final int REPLY_AND_COMBINATION = 5;

    /// How often it was tried above, the next slot of the same queue id below.
    static final int TRIES_AND_NEXT = 6;

    private static final int FIELD_BITS = 3;
    private static final int PIECE_BITS = 12;
    private static final int PIECE = 1 << PIECE_BITS;

    private long[][] pieces = new long[16][];
    private @Nullable String[] @Nullable [] names = new @Nullable String[16][];
    private int used;
    private int[] free = new int[256];
    private int freeCount;

    /// A slot that is not in use.
    int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        int piece = used >>> PIECE_BITS;
        if (piece == pieces.length) {
            pieces = Arrays.copyOf(pieces, piece * 2);
            names = Arrays.copyOf(names, piece * 2);
        }
        if ((used & PIECE - 1) == 0) {
            pieces[piece] = new long[PIECE << FIELD_BITS];
        }
        return used++;
    }

    void giveBack(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
        set(slot, KEY, 0);
        name(slot, null);
    }

    /// Slots from 0 on that were ever in use; those not in use now have a key of zero.
    int used() {
        return used;
    }

    long get(int slot, int field) {
        return pieces[slot >>> PIECE_BITS][(slot & PIECE - 1) << FIELD_BITS | field];
    }

    void set(int slot, int field, long value) {
        pieces[slot >>> PIECE_BITS][(slot & PIECE - 1) << FIELD_BITS | field] = value;
    }

    int above(int slot, int field) {
        return (int) (get(slot, field) >>> 32);
    }

    int below(int slot, int field) {
        return (int) get(slot, field);
    }

    void set(int slot, int field, int above, int below) {
        set(slot, field, (long) above << 32 | below & 0xFFFF_FFFFL);
    }

    @Nullable String name(int slot) {
        var piece = names[slot >>> PIECE_BITS];
        return piece == null ? null : piece[slot & PIECE - 1];
    }

    void name(int slot, @Nullable String name) {
        var piece = names[slot >>> PIECE_BITS];
        if (piece == null) {
            if (name == null) {
                return;
            }
            piece = names[slot >>> PIECE_BITS] = new @Nullable String[PIECE];
        }
        piece[slot & PIECE - 1] = name;
    }
}
