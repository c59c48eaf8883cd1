package org.restante.app.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.queue.SenderWatch;
import org.restante.sending.reception.Brakes;

/// Tells the brakes what speaks for and against a client: mail delivered, and mail for nobody or refused as spam. What says nothing of
/// the client (a full mailbox, a host that is down, our own address) is not told.
record SenderRecord(Brakes brakes) implements SenderWatch {
    @Override
    public void ended(String client, Optional<String> tenant, @Nullable Verdict verdict) {
        if (verdict == null) {
            brakes.came(client, tenant, false);
        } else if (isAgainst(verdict)) {
            brakes.came(client, tenant, true);
        }
    }

    static boolean isAgainst(Verdict verdict) {
        if (verdict.effective() != Permanence.PERMANENT) {
            return false;
        }
        Cause cause = verdict.cause();
        boolean isOurs = verdict.scope() == Scope.MESSAGE || verdict.scope() == Scope.STREAM;
        return cause == Cause.NO_SUCH_USER
                || cause == Cause.MAILBOX_DISABLED
                || cause == Cause.CONTENT
                || cause == Cause.VIRUS
                || cause == Cause.REPUTATION && isOurs;
    }
}
