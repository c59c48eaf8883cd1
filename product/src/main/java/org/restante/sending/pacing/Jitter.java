package org.restante.sending.pacing;

import java.util.random.RandomGenerator;

/// A little more than the pause, so that lanes do not wake together.
final class Jitter {
    private static final double MOST = 0.05;

    private final RandomGenerator chance;

    Jitter(RandomGenerator chance) {
        this.chance = chance;
    }

    double on(double seconds) {
        return seconds * (1 + MOST * chance.nextDouble());
    }
}
