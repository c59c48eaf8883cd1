package org.restante.sending.pacing;

import org.jspecify.annotations.Nullable;

/// What an open lane keeps for transactional mail while a sibling is closed by its first refusal. Had that one used up a quota, this
/// lane's own is used up after as many messages, and then nobody carries what must not wait.
final class Reserve {
    /// The share of what the sibling was let pass that bulk mail leaves.
    private static final double KEPT = 0.1;

    /// Who has been let pass so many times as many as the sibling has no such quota.
    private static final double REFUTED = 1.5;

    /// Seconds after which it is looked at again, since nobody tells when the sibling opens.
    private static final double AGAIN = 1;

    private boolean isOfUse;
    private @Nullable Law sibling;
    private int refusedAfter;
    private boolean isKept;
    private long until;

    /// A lane that carries no transactional mail keeps nothing.
    void started(boolean isTransactional) {
        isOfUse |= isTransactional;
    }

    /// @param passed messages that the sibling was let pass before it was refused
    /// @param seconds for which it is thought to be closed
    void keep(Law closed, int passed, double seconds, long now) {
        sibling = closed;
        refusedAfter = passed;
        isKept = false;
        until = now + Seconds.nanos(seconds);
    }

    /// When bulk mail may leave; [Long#MIN_VALUE] where nothing is kept.
    ///
    /// @param passed messages since the lane opened
    long due(int passed, long now) {
        if (sibling == null) {
            return Long.MIN_VALUE;
        }
        if (now - until >= 0 || !sibling.isRefused()) {
            sibling = null;
            isKept = false;
            return Long.MIN_VALUE;
        }
        isKept =
                isOfUse
                        && refusedAfter > 0
                        && passed >= (1 - KEPT) * refusedAfter
                        && passed <= REFUTED * refusedAfter;
        return isKept ? Math.min(until, now + Seconds.nanos(AGAIN)) : Long.MIN_VALUE;
    }

    /// Whether bulk mail waits for it.
    boolean isKept() {
        return isKept;
    }

    /// Messages that the sibling was let pass.
    int refusedAfter() {
        return refusedAfter;
    }
}
