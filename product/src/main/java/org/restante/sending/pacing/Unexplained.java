package org.restante.sending.pacing;

/// Refusals without a reason among the last fifty messages of a lane. Each is held to be its message's own, until there are more of
/// them than chance and the receiver's habit explain.
final class Unexplained {
    private static final int LATEST = 50;
    private static final int ENOUGH = 30;
    private static final double NOTABLE = 0.08;

    /// One bit a message, the latest lowest.
    private long refused;

    private int known;
    private int inARow;
    private double usual = 0.02;

    void passed() {
        inARow = 0;
        add(0);
    }

    /// @return whether it is the lane that is meant
    boolean refused() {
        inARow++;
        add(1);
        if (inARow >= 2) {
            return true;
        }
        double share = Long.bitCount(refused) / (double) known;
        return known >= ENOUGH && share > Math.max(NOTABLE, 3 * usual);
    }

    private void add(int bit) {
        refused = (refused << 1 | bit) & (1L << LATEST) - 1;
        known = Math.min(LATEST, known + 1);
        usual = 0.999 * usual + 0.001 * bit;
    }

    void forget() {
        refused = 0;
        known = 0;
        inARow = 0;
    }
}
