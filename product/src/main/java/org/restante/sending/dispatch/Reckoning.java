package org.restante.sending.dispatch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.pacing.Whom;

/// What the outcomes of one transaction come to, for the lane and for each recipient.
final class Reckoning {
    private Reckoning() {}

    /// What speaks, or may speak, of the lane; null when nothing does. What gives no reason may only where nobody's mail was taken.
    static @Nullable Settled refusal(List<Settled> settled) {
        Settled doubtful = null;
        boolean isTaken = false;
        for (var one : settled) {
            var verdict = one.verdict();
            if (verdict == null) {
                isTaken = true;
            } else if (isOfTheLane(one.outcome(), verdict)
                    && !Blame.isOfTheStream(one.outcome(), verdict)) {
                return one;
            } else if (doubtful == null && Blame.isUnexplained(one.outcome(), verdict)) {
                doubtful = one;
            }
        }
        return isTaken ? null : doubtful;
    }

    private static boolean isOfTheLane(Outcome outcome, Verdict verdict) {
        return Blame.isOfTheLane(outcome, verdict) || Blame.isBlock(outcome, verdict);
    }

    /// One recipient's part, with what it costs: nothing where the lane or a stream is meant.
    ///
    /// @param whom of whom the transaction's refusal speaks; null when there was none
    static Settled held(Settled one, @Nullable Whom whom) {
        var verdict = one.verdict();
        if (verdict == null) {
            return one;
        }
        if (Blame.isOfTheStream(one.outcome(), verdict)) {
            return one.free();
        }
        boolean isOfTheLane = isOfTheLane(one.outcome(), verdict);
        if (whom == null || !isOfTheLane && !Blame.isUnexplained(one.outcome(), verdict)) {
            return one;
        }
        return switch (whom) {
            case LANE, CONNECTION -> waiting(one, verdict);
            case MESSAGE -> isOfTheLane ? Blame.ofTheMessage(one) : one;
        };
    }

    /// It waits with the lane; but what was refused for good stays so, unless no message was spoken of.
    private static Settled waiting(Settled one, Verdict verdict) {
        if (!Blame.isBlock(one.outcome(), verdict)) {
            return one.free();
        }
        return Blame.isBeforeMail(one.outcome())
                ? new Settled(one.outcome(), verdict.forNow(), false)
                : one;
    }

    static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var reply, var handsOn) -> String.join("\n", reply.lines());
            case Outcome.Refused(var stage, var reply) ->
                    (reply.code().isPresent() ? reply.code().getAsInt() + " " : "")
                            + String.join("\n", reply.lines());
            case Outcome.Broken(var stage, var trouble, var text) -> text;
            case Outcome.Unfit(var status, var text) -> text;
        };
    }
}
