package org.restante.record.report;

import java.util.Arrays;

/// Of many names, such as the domains of senders, those that are worth to be told apart: whoever makes a good part of the latest attempts and not
/// nearly all of them, which would tell nothing that the whole does not. Once told apart a name stays so. One thread's.
public final class ToldApart {
    /// How many are told apart at most.
    public static final int MOST = 64;

    private static final int LEAST = 30;

    /// One of so many attempts must be its own.
    private static final int PART = 256;

    private static final int TENTH = 10;
    private static final int FADES_AFTER = 1 << 15;

    /// By name: its attempts of late.
    private int[] counts = new int[256];

    /// By name: its number among those told apart, 0 for the others.
    private int[] numbers = new int[256];

    private int told;
    private int all;

    /// One attempt more of a name: its number among those told apart, from 1 to [#MOST], or 0.
    public int count(int name) {
        if (name >= counts.length) {
            int room = Math.max(name + 1, counts.length * 2);
            counts = Arrays.copyOf(counts, room);
            numbers = Arrays.copyOf(numbers, room);
        }
        if (++all == FADES_AFTER) {
            fade();
        }
        int count = ++counts[name];
        if (numbers[name] == 0
                && told < MOST
                && count >= LEAST
                && (long) count * PART >= all
                && count <= all - all / TENTH) {
            numbers[name] = ++told;
        }
        return numbers[name];
    }

    private void fade() {
        all /= 2;
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
        }
    }
}
