package org.restante.sending.pacing;

/// Refusals without a reason. Each is held to be its message's own, until there are more of them, in a row or among the last fifty
/// messages of the lane, than chance and the receiver's habit explain.
final class Unexplained {
    private static final int LATEST = 50;
    private static final int ENOUGH = 30;

    /// A row that habit alone makes no more often than once in so many messages is the lane's.
    private static final double SELDOM = 20_000;

    private static final int LONGEST_ROW = 3;

    /// What is held of the habit while little was seen: half a refusal in a hundred messages.
    private static final double BEFORE_REFUSED = 0.5;

    private static final double BEFORE_SEEN = 100;

    /// More than this is no habit but a limit.
    private static final double MOST = 0.03;

    /// What was seen longer ago than so many messages counts half.
    private static final double REMEMBERED = 5_000;

    /// One bit a message, the latest lowest.
    private long refused;

    private int known;
    private int inARow;

    /// A refusal had to do with no limit when so many messages before it and after it passed.
    private static final int APART = 10;

    private int passed = APART;
    private boolean stoodApart;

    /// Refusals that had to do with no limit, and the messages among which they were.
    private double habitual;

    private double seen;

    void passed() {
        seen++;
        if (++passed == APART && stoodApart) {
            habitual++;
        }
        if (seen > REMEMBERED) {
            habitual /= 2;
            seen /= 2;
        }
        inARow = 0;
        add(0);
    }

    /// @return whether it is the lane that is meant
    boolean refused() {
        inARow++;
        stoodApart = passed >= APART;
        passed = 0;
        add(1);
        double habit = habit();
        if (inARow >= LONGEST_ROW || Math.pow(habit, inARow) < 1 / SELDOM) {
            return true;
        }
        double usual = habit * known;
        return known >= ENOUGH && Long.bitCount(refused) > usual + 4 * Math.sqrt(usual) + 2.5;
    }

    private double habit() {
        return Math.min(MOST, (BEFORE_REFUSED + habitual) / (BEFORE_SEEN + seen));
    }

    private void add(int bit) {
        refused = (refused << 1 | bit) & (1L << LATEST) - 1;
        known = Math.min(LATEST, known + 1);
    }

    void forget() {
        refused = 0;
        known = 0;
        inARow = 0;
    }
}
