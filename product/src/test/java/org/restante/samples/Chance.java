package org.restante.samples;

import java.util.List;
import java.util.Random;

/// Chance with a fixed seed: [Random] is specified to the bit, so a sample is the same on every machine.
final class Chance {
    private static final String HEX = "0123456789ABCDEF";
    private static final String LONG_ID = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Random random;

    Chance(long seed) {
        random = new Random(seed);
    }

    /// Something that happens in `share` of all cases.
    boolean in(double share) {
        return random.nextDouble() < share;
    }

    /// From `low` up to, but not, `high`.
    int between(int low, int high) {
        return low + random.nextInt(high - low);
    }

    /// Time until the next of events that come `perHour`, in milliseconds.
    long gap(double perHour) {
        return Math.max(50, Math.round(-Math.log(1 - random.nextDouble()) * 3_600_000 / perHour));
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    String hex(int length) {
        return from(HEX, length);
    }

    /// Like Postfix' long ids and Exim's, without vowels.
    String consonants(int length) {
        return from(LONG_ID, length);
    }

    String letters(int length) {
        return from(LETTERS, length);
    }

    private String from(String letters, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
