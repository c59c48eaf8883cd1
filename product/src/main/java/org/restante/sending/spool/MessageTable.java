package org.restante.sending.spool;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where each live message and the latest state of each of its recipients stand on disk, in primitive arrays: 48 bytes and a hash
/// entry of 6 to 12 bytes a message, which include one recipient; 8 bytes for each recipient of a message with several, and 16
/// for their array. Not safe for several threads.
final class MessageTable {
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private static final class Page {
        final long[] high = new long[PAGE];
        final long[] low = new long[PAGE];
        final long[] put = new long[PAGE];
        final int[] born = new int[PAGE];

        /// Recipients not done; in a free slot the next free one.
        final int[] live = new int[PAGE];

        final long[] one = new long[PAGE];
        final long[] @Nullable [] many = new long[PAGE][];
    }

    private @Nullable Page[] pages = new Page[0];

    /// Slots by hash, plus 1; linear probing.
    private int[] slots = new int[64];

    private int size;
    private int free = -1;
    private int made;

    int size() {
        return size;
    }

    /// One more than the highest slot ever used.
    int capacity() {
        return made;
    }

    /// The slot of a message, −1 where there is none.
    int find(UUID id) {
        int mask = slots.length - 1;
        for (int i = hash(id) & mask; slots[i] != 0; i = i + 1 & mask) {
            if (isAt(slots[i] - 1, id)) {
                return slots[i] - 1;
            }
        }
        return -1;
    }

    /// A new message; none of its recipients counts as live yet.
    int add(UUID id, long put, int born, int recipients) {
        if (size * 5 >= slots.length * 3) {
            grow();
        }
        int slot = takeSlot();
        var page = page(slot);
        int i = slot & PAGE - 1;
        page.high[i] = id.getMostSignificantBits();
        page.low[i] = id.getLeastSignificantBits();
        page.put[i] = put;
        page.born[i] = born;
        page.live[i] = 0;
        page.one[i] = Place.NONE;
        page.many[i] = recipients == 1 ? null : new long[recipients];
        link(slot, id);
        size++;
        return slot;
    }

    void remove(int slot) {
        unlink(slot);
        var page = page(slot);
        int i = slot & PAGE - 1;
        page.put[i] = Place.NONE;
        page.many[i] = null;
        page.live[i] = free;
        free = slot;
        size--;
    }

    boolean isUsed(int slot) {
        return page(slot).put[slot & PAGE - 1] != Place.NONE;
    }

    UUID id(int slot) {
        var page = page(slot);
        return new UUID(page.high[slot & PAGE - 1], page.low[slot & PAGE - 1]);
    }

    long put(int slot) {
        return page(slot).put[slot & PAGE - 1];
    }

    void setPut(int slot, long place) {
        page(slot).put[slot & PAGE - 1] = place;
    }

    int born(int slot) {
        return page(slot).born[slot & PAGE - 1];
    }

    int live(int slot) {
        return page(slot).live[slot & PAGE - 1];
    }

    void setLive(int slot, int recipients) {
        page(slot).live[slot & PAGE - 1] = recipients;
    }

    int recipients(int slot) {
        long @Nullable [] many = page(slot).many[slot & PAGE - 1];
        return many == null ? 1 : many.length;
    }

    /// Where the recipient's latest state stands; see [Place].
    long state(int slot, int ordinal) {
        var page = page(slot);
        long @Nullable [] many = page.many[slot & PAGE - 1];
        return many == null ? page.one[slot & PAGE - 1] : many[ordinal];
    }

    void setState(int slot, int ordinal, long place) {
        var page = page(slot);
        long @Nullable [] many = page.many[slot & PAGE - 1];
        if (many == null) {
            page.one[slot & PAGE - 1] = place;
        } else {
            many[ordinal] = place;
        }
    }

    /// The states of all recipients, a copy.
    long[] states(int slot) {
        var page = page(slot);
        long @Nullable [] many = page.many[slot & PAGE - 1];
        return many == null ? new long[] {page.one[slot & PAGE - 1]} : many.clone();
    }

    private Page page(int slot) {
        return Objects.requireNonNull(pages[slot >>> PAGE_BITS]);
    }

    private int takeSlot() {
        if (free >= 0) {
            int slot = free;
            free = page(slot).live[slot & PAGE - 1];
            return slot;
        }
        if ((made & (PAGE - 1)) == 0) {
            int number = made >>> PAGE_BITS;
            pages = number < pages.length ? pages : Arrays.copyOf(pages, Math.max(4, 2 * number));
            pages[number] = new Page();
        }
        return made++;
    }

    private boolean isAt(int slot, UUID id) {
        var page = page(slot);
        int i = slot & PAGE - 1;
        return page.low[i] == id.getLeastSignificantBits()
                && page.high[i] == id.getMostSignificantBits();
    }

    private void link(int slot, UUID id) {
        int mask = slots.length - 1;
        int i = hash(id) & mask;
        while (slots[i] != 0) {
            i = i + 1 & mask;
        }
        slots[i] = slot + 1;
    }

    private void unlink(int slot) {
        int mask = slots.length - 1;
        int i = hash(id(slot)) & mask;
        while (slots[i] != slot + 1) {
            i = i + 1 & mask;
        }
        int hole = i;
        for (int j = i + 1 & mask; slots[j] != 0; j = j + 1 & mask) {
            int home = hash(id(slots[j] - 1)) & mask;
            if ((j - home & mask) >= (j - hole & mask)) {
                slots[hole] = slots[j];
                hole = j;
            }
        }
        slots[hole] = 0;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int slot = 0; slot < made; slot++) {
            if (isUsed(slot)) {
                link(slot, id(slot));
            }
        }
    }

    private static int hash(UUID id) {
        long mixed =
                (id.getMostSignificantBits() * 0x9E37_79B9_7F4A_7C15L
                                ^ id.getLeastSignificantBits())
                        * 0xD6E8_FEB8_6659_FD93L;
        return (int) (mixed >>> 32);
    }
}
