package org.restante.record.store;

import java.util.Arrays;

/// The ids of the events that came last, so that one that comes again is met without asking the tables. One thread's.
final class TakenLately {
    private static final int MOST = 32_768;

    private Ids young = new Ids();
    private Ids old = new Ids();
    private long since;

    /// @param newest the time of the newest event that may have come before, in milliseconds
    TakenLately(long newest) {
        since = newest;
    }

    /// An event younger than this came before only if it is known here.
    long since() {
        return since;
    }

    /// False when it is known already.
    boolean add(long high, long low, long millis) {
        if (old.has(high, low) || !young.add(high, low, millis)) {
            return false;
        }
        if (young.count == MOST) {
            since = Math.max(since, old.newest);
            var emptied = old;
            old = young;
            young = emptied;
            young.clear();
        }
        return true;
    }

    /// Knows nothing any more.
    ///
    /// @param newest as at the beginning
    void forget(long newest) {
        young.clear();
        old.clear();
        since = newest;
    }

    private static final class Ids {
        private static final int SLOTS = 2 * MOST;

        /// Two a slot. No event's id is 0.
        private final long[] ids = new long[2 * SLOTS];

        private int count;
        private long newest = Long.MIN_VALUE;

        private static int slot(long high, long low) {
            long mixed = (high ^ low * 0x9e3779b97f4a7c15L) * 0xff51afd7ed558ccdL;
            return (int) (mixed >>> 40) & SLOTS - 1;
        }

        private boolean has(long high, long low) {
            for (int slot = slot(high, low); isTaken(slot); slot = slot + 1 & SLOTS - 1) {
                if (ids[2 * slot] == high && ids[2 * slot + 1] == low) {
                    return true;
                }
            }
            return false;
        }

        private boolean isTaken(int slot) {
            return (ids[2 * slot] | ids[2 * slot + 1]) != 0;
        }

        private boolean add(long high, long low, long millis) {
            int slot = slot(high, low);
            while (isTaken(slot)) {
                if (ids[2 * slot] == high && ids[2 * slot + 1] == low) {
                    return false;
                }
                slot = slot + 1 & SLOTS - 1;
            }
            ids[2 * slot] = high;
            ids[2 * slot + 1] = low;
            newest = Math.max(newest, millis);
            count++;
            return true;
        }

        private void clear() {
            Arrays.fill(ids, 0);
            count = 0;
            newest = Long.MIN_VALUE;
        }
    }
}
