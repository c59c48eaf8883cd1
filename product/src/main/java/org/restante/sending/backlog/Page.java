package org.restante.sending.backlog;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// What a run is made of: 4,096 bytes, a head of 32 and 127 rows of 32, big-endian.
///
/// Head: the letters `RBKL`, version, number of the run (8), number of the page, rows in it, CRC32C of all but itself, zero. Row: due
/// (8), turn, ordinal, message id (16).
final class Page {
    static final int BYTES = 4096;
    static final int ROWS = 127;
    static final int VERSION = 1;

    private static final int ROW = 32;
    private static final int MAGIC = 0x52_42_4B_4C;
    private static final int SUM_AT = 24;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Page() {}

    /// @param at where the page begins in `bytes`
    static void put(
            byte[] bytes, int at, int row, long due, int turn, int ordinal, long high, long low) {
        int to = at + ROW + row * ROW;
        LONG.set(bytes, to, due);
        INT.set(bytes, to + 8, turn);
        INT.set(bytes, to + 12, ordinal);
        LONG.set(bytes, to + 16, high);
        LONG.set(bytes, to + 24, low);
    }

    static void seal(byte[] bytes, int at, long run, int number, int rows) {
        INT.set(bytes, at, MAGIC);
        INT.set(bytes, at + 4, VERSION);
        LONG.set(bytes, at + 8, run);
        INT.set(bytes, at + 16, number);
        INT.set(bytes, at + 20, rows);
        INT.set(bytes, at + SUM_AT, 0);
        INT.set(bytes, at + 28, 0);
        INT.set(bytes, at + SUM_AT, sum(bytes, at));
    }

    private static int sum(byte[] bytes, int at) {
        var sum = new CRC32C();
        sum.update(bytes, at, SUM_AT);
        sum.update(bytes, at + SUM_AT + 4, BYTES - SUM_AT - 4);
        return (int) sum.getValue();
    }

    /// @throws IOException when it is not that page, whole
    static void check(byte[] bytes, int at, long run, int number) throws IOException {
        if ((int) INT.get(bytes, at) != MAGIC
                || (int) INT.get(bytes, at + 4) != VERSION
                || (long) LONG.get(bytes, at + 8) != run
                || (int) INT.get(bytes, at + 16) != number
                || (int) INT.get(bytes, at + SUM_AT) != sum(bytes, at)) {
            throw new IOException("page " + number + " of run " + run + " is damaged");
        }
    }

    static long due(byte[] bytes, int at, int row) {
        return (long) LONG.get(bytes, at + ROW + row * ROW);
    }

    static int turn(byte[] bytes, int at, int row) {
        return (int) INT.get(bytes, at + ROW + row * ROW + 8);
    }

    static int ordinal(byte[] bytes, int at, int row) {
        return (int) INT.get(bytes, at + ROW + row * ROW + 12);
    }

    static long high(byte[] bytes, int at, int row) {
        return (long) LONG.get(bytes, at + ROW + row * ROW + 16);
    }

    static long low(byte[] bytes, int at, int row) {
        return (long) LONG.get(bytes, at + ROW + row * ROW + 24);
    }
}
