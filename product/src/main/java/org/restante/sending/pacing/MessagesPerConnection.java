package org.restante.sending.pacing;

/// How many messages a receiver takes in one connection: told by its words, or shown by closing twice after the same number.
final class MessagesPerConnection {
    private int most = Integer.MAX_VALUE;
    private int suspected = -1;

    int most() {
        return most;
    }

    void told(int carried) {
        most = Math.max(1, carried);
    }

    /// A connection that carried so many ended by a refusal without a reason.
    ///
    /// @return whether that is now held to be the limit
    boolean closedAfter(int carried) {
        boolean isSame = suspected == carried;
        suspected = carried;
        if (isSame && carried < most) {
            most = carried;
        }
        return isSame;
    }

    /// One that carried more shows that it was something else.
    void carried(int messages) {
        if (messages > suspected) {
            suspected = -1;
        }
    }
}
