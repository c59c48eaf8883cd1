package org.restante.testing;

import java.util.Arrays;
import java.util.Random;

/// Lines changed by chance with a fixed seed: bytes replaced, parts cut out, doubled or lost.
public final class Mutations {
    private static final String TELLING = " ,:;()[]<>=\"\\@/+-.\0{}";

    private Mutations() {}

    /// A changed copy of `line`.
    public static byte[] of(byte[] line, Random chance) {
        var result = line.clone();
        for (int changes = chance.nextInt(4); changes >= 0 && result.length > 2; changes--) {
            int at = chance.nextInt(result.length);
            int end = Math.min(result.length, at + chance.nextInt(12));
            switch (chance.nextInt(6)) {
                case 0 -> result[at] = (byte) chance.nextInt(256);
                case 1 -> result = Arrays.copyOf(result, at);
                case 2 -> result = Arrays.copyOfRange(result, at, result.length);
                case 3 -> result[at] = (byte) TELLING.charAt(chance.nextInt(TELLING.length()));
                case 4 -> result = without(result, at, end);
                default -> result = doubled(result, at, end);
            }
        }
        return result;
    }

    private static byte[] without(byte[] line, int from, int to) {
        var rest = Arrays.copyOf(line, line.length - to + from);
        System.arraycopy(line, to, rest, from, line.length - to);
        return rest;
    }

    private static byte[] doubled(byte[] line, int from, int to) {
        var more = Arrays.copyOf(line, line.length + to - from);
        System.arraycopy(line, from, more, to, line.length - from);
        return more;
    }
}
