package org.restante.record.report;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// 64-bit hashes of ranges of bytes, eight bytes a step; a hash stands for the text it was made of.
final class ByteHash {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWER_CASE = 0x2020202020202020L;
    private static final long SEED = 0x9e3779b97f4a7c15L;

    private ByteHash() {}

    static long of(byte[] text, int from, int to) {
        return of(text, from, to, 0L);
    }

    /// ASCII letters of either case are alike.
    static long ignoringCase(byte[] text, int from, int to) {
        return of(text, from, to, LOWER_CASE);
    }

    private static long of(byte[] text, int from, int to, long fold) {
        long hash = SEED + to - from;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = mix(hash ^ ((long) LONG.get(text, at) | fold));
        }
        if (at < to) {
            hash = mix(hash ^ (tail(text, at, to) | fold));
        }
        return hash == 0 ? SEED : hash;
    }

    /// The last one to seven bytes as a long; read at once where the array goes on.
    private static long tail(byte[] text, int at, int to) {
        if (at + 8 <= text.length) {
            return (long) LONG.get(text, at) & -1L >>> (64 - 8 * (to - at));
        }
        long tail = 0;
        for (int i = to - 1; i >= at; i--) {
            tail = tail << 8 | text[i] & 0xffL;
        }
        return tail;
    }

    /// Two hashes as one; the order matters.
    static long join(long first, long second) {
        long hash = mix(first * 31 + second);
        return hash == 0 ? SEED : hash;
    }

    private static long mix(long value) {
        long product = value * 0xa0761d6478bd642fL;
        return (value ^ product >>> 32) * 0xe7037ed1a0b428dbL ^ Long.rotateLeft(product, 17);
    }
}
