package org.restante.sending.spool;

import java.util.Arrays;

/// How one recipient stands. The spool keeps it exactly and looks only at `done`; what the rest means is the queue's.
///
/// @param state the queue's own number for it, 0 to 255
/// @param done nothing more becomes of this recipient; with the last one done the message is retired
/// @param attempts how many were made
/// @param due when it is next to be looked at, in ms since 1970
/// @param detail what else the queue wants back after a restart, up to 512 bytes: it must fit into the message's record when that is moved
public record Standing(int state, boolean done, int attempts, long due, byte[] detail) {
    /// Most bytes of [#detail].
    public static final int MAX_DETAIL = 512;

    private static final byte[] NONE = new byte[0];

    public Standing {
        if (state < 0 || state > 255) {
            throw new IllegalArgumentException("a state is a number from 0 to 255: " + state);
        }
        if (detail.length > MAX_DETAIL) {
            throw new IllegalArgumentException("detail of " + detail.length + " bytes");
        }
    }

    /// A recipient that waits, without detail.
    public static Standing waiting(int state, int attempts, long due) {
        return new Standing(state, false, attempts, due, NONE);
    }

    /// A recipient of whom nothing more becomes.
    public static Standing done(int state, int attempts) {
        return new Standing(state, true, attempts, 0, NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standing that
                && state == that.state
                && done == that.done
                && attempts == that.attempts
                && due == that.due
                && Arrays.equals(detail, that.detail);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * state + attempts) + Long.hashCode(due) + Arrays.hashCode(detail);
    }

    @Override
    public String toString() {
        return "state "
                + state
                + (done ? ", done" : "")
                + ", attempts "
                + attempts
                + ", due "
                + due
                + ", detail of "
                + detail.length
                + " bytes";
    }
}
