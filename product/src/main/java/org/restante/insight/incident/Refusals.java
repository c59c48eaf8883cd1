package org.restante.insight.incident;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// The refusals of one minute, counted by crossing, stage and cause.
final class Refusals {
    private static final Stage[] STAGES = Stage.values();
    private static final Cause[] CAUSES = Cause.values();

    private int[] table = new int[64];
    private int[] key = new int[32];
    int size;

    /// Refused attempts.
    int[] refused = new int[32];

    /// Of these, the ones of a message that had not been refused before.
    int[] fresh = new int[32];

    int[] firstReply = new int[32];
    int[] lastReply = new int[32];

    void clear() {
        if (size > 0) {
            Arrays.fill(table, 0);
            size = 0;
        }
    }

    void add(int crossing, int stage, Cause cause, int reply, boolean isFresh) {
        int i = entry(crossing << 9 | stage << 5 | cause.ordinal(), reply);
        refused[i]++;
        fresh[i] += isFresh ? 1 : 0;
        lastReply[i] = reply;
    }

    private int entry(int wanted, int reply) {
        int mask = table.length - 1;
        int at = spread(wanted) & mask;
        while (table[at] != 0) {
            if (key[table[at] - 1] == wanted) {
                return table[at] - 1;
            }
            at = (at + 1) & mask;
        }
        if (size * 2 >= table.length) {
            grow();
            return entry(wanted, reply);
        }
        table[at] = size + 1;
        key[size] = wanted;
        refused[size] = 0;
        fresh[size] = 0;
        firstReply[size] = reply;
        return size++;
    }

    private void grow() {
        int room = table.length * 2;
        key = Arrays.copyOf(key, room / 2);
        refused = Arrays.copyOf(refused, room / 2);
        fresh = Arrays.copyOf(fresh, room / 2);
        firstReply = Arrays.copyOf(firstReply, room / 2);
        lastReply = Arrays.copyOf(lastReply, room / 2);
        table = new int[room];
        for (int i = 0; i < size; i++) {
            int at = spread(key[i]) & (room - 1);
            while (table[at] != 0) {
                at = (at + 1) & (room - 1);
            }
            table[at] = i + 1;
        }
    }

    private static int spread(int key) {
        int mixed = key * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    int crossing(int i) {
        return key[i] >>> 9;
    }

    @Nullable Stage stage(int i) {
        int stage = key[i] >>> 5 & 15;
        return stage == 0 ? null : STAGES[stage - 1];
    }

    Cause cause(int i) {
        return CAUSES[key[i] & 31];
    }

    Family family(int i) {
        return Family.of(CAUSES[key[i] & 31]);
    }
}
