package org.restante.record.report;

import java.util.Arrays;

/// Of many names, such as the domains of senders, those that are worth to be told apart: whoever makes a good part of the latest attempts and not
/// nearly all of them, which would tell nothing that the whole does not, nor is another word for a stream: nearly all its attempts are of the one,
/// and nearly all of that stream are its own. Once told apart a name stays so. One thread's.
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

    /// The stream that most attempts of a name are of.
    private final Majority homes = new Majority();

    /// The name that makes most attempts of a stream.
    private final Majority owners = new Majority();

    /// One attempt more of a name: its number among those told apart, from 1 to [#MOST], or 0.
    ///
    /// @param stream from 1; 0 for none
    public int count(int name, int stream) {
        if (name >= counts.length) {
            int room = Math.max(name + 1, counts.length * 2);
            counts = Arrays.copyOf(counts, room);
            numbers = Arrays.copyOf(numbers, room);
        }
        if (++all == FADES_AFTER) {
            fade();
        }
        int count = ++counts[name];
        homes.vote(name, stream);
        if (stream > 0) {
            owners.vote(stream, name);
        }
        if (numbers[name] == 0
                && told < MOST
                && count >= LEAST
                && (long) count * PART >= all
                && count <= all - all / TENTH
                && !isAnotherWord(name)) {
            numbers[name] = ++told;
        }
        return numbers[name];
    }

    private boolean isAnotherWord(int name) {
        int home = homes.of(name);
        return home > 0
                && homes.isNearlyAll(name)
                && owners.of(home) == name
                && owners.isNearlyAll(home);
    }

    private void fade() {
        all /= 2;
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
        }
        homes.fade();
        owners.fade();
    }

    /// Of each key the value that most of its votes are for, if there is one: a vote for another is one against it (Boyer and Moore's
    /// vote).
    private static final class Majority {
        private int[] values = new int[256];
        private int[] leads = new int[256];
        private int[] votes = new int[256];

        void vote(int key, int value) {
            if (key >= values.length) {
                int room = Math.max(key + 1, values.length * 2);
                values = Arrays.copyOf(values, room);
                leads = Arrays.copyOf(leads, room);
                votes = Arrays.copyOf(votes, room);
            }
            votes[key]++;
            if (leads[key] == 0) {
                values[key] = value;
            }
            leads[key] += values[key] == value ? 1 : -1;
        }

        int of(int key) {
            return values[key];
        }

        /// Whether nine of ten are for it.
        boolean isNearlyAll(int key) {
            return leads[key] >= votes[key] - votes[key] / 5;
        }

        void fade() {
            for (int i = 0; i < votes.length; i++) {
                votes[i] /= 2;
                leads[i] /= 2;
            }
        }
    }
}
