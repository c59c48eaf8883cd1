package org.restante.sending.pacing;

/// How many connections a receiver lets one source hold, learnt from a refusal that speaks of them; one more is tried when it is
/// needed and the last refusal is long enough ago.
final class ConnectionCap {
    private static final double FIRST_HOLD = 30 * Seconds.MINUTE;
    private static final double LONGEST_HOLD = 6 * Seconds.HOUR;

    private int most = Integer.MAX_VALUE;
    private double hold = FIRST_HOLD;
    private long heldUntil;

    /// [Integer#MAX_VALUE] while none is known.
    int most() {
        return most;
    }

    double hold() {
        return hold;
    }

    /// How many may stand when so many are wanted.
    int allowed(int wanted, long now) {
        if (wanted <= most) {
            return wanted;
        }
        return now - heldUntil >= 0 ? most + 1 : most;
    }

    /// @param standing besides the refused one
    void refused(int standing, long now) {
        int known = Math.max(1, standing);
        hold = known >= most ? Math.min(LONGEST_HOLD, 2 * hold) : FIRST_HOLD;
        most = known;
        heldUntil = now + Seconds.nanos(hold);
    }

    void opened(int standing, long now) {
        if (standing > most) {
            most = standing;
            heldUntil = now + Seconds.nanos(hold);
        }
    }

    void restore(int known, double knownHold, long now) {
        most = known;
        hold = knownHold;
        heldUntil = now + Seconds.nanos(knownHold);
    }
}
