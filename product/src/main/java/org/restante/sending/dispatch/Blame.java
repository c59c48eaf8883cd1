package org.restante.sending.dispatch;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;

/// Of whom a refusal speaks: of the lane, which then waits while the message keeps its place, or of the message and its recipient,
/// whose own schedule it moves.
public final class Blame {
    private static final Set<Cause> BLOCKS =
            EnumSet.of(Cause.REPUTATION, Cause.BLOCKLIST, Cause.RDNS);

    private Blame() {}

    /// Whether a stream of ours is meant, whatever source it comes from: its domain, its campaign.
    static boolean isOfTheStream(Outcome outcome, Verdict verdict) {
        return outcome instanceof Outcome.Refused
                && verdict.effective() != Permanence.PERMANENT
                && verdict.scope() == Scope.STREAM;
    }

    /// Whether it speaks of connections: how many stand, how often they open, what one carries.
    static boolean isOfConnections(Verdict verdict) {
        return verdict.cause() == Cause.CONNECTIONS
                || verdict.cause() == Cause.CONNECTION_RATE
                || verdict.cause() == Cause.MESSAGES_PER_CONNECTION;
    }

    /// Whether it is temporary and gives no reason, nor says that it is the recipient's: the lane then judges by how often that comes.
    static boolean isUnexplained(Outcome outcome, Verdict verdict) {
        return outcome instanceof Outcome.Refused
                && verdict.effective() != Permanence.PERMANENT
                && verdict.cause() == Cause.OTHER_TEMPORARY
                && verdict.scope() != Scope.RECIPIENT;
    }

    /// What sounded like a refusal of the lane is the message's own: it spends its attempts from now on.
    static Settled ofTheMessage(Settled settled) {
        var verdict = settled.verdict();
        return verdict == null
                ? settled
                : new Settled(settled.outcome(), verdict.of(Scope.MESSAGE), true);
    }

    /// Whether this host of the site cannot be spoken with now: nobody answers, or all it says before any mail is that it is out of
    /// service, or not for us (RFC 5321 §3.1, §3.8). Another host may do better, and no message is the reason.
    static boolean isOfTheHost(Outcome outcome, @Nullable Verdict verdict) {
        return switch (outcome) {
            case Outcome.Broken(var stage, var trouble, var text) -> trouble != Trouble.TLS;
            case Outcome.Refused(var stage, var reply) ->
                    isBeforeMail(outcome)
                            && verdict != null
                            && verdict.effective() != Permanence.PERMANENT
                            && (verdict.cause() == Cause.SERVER_ERROR
                                    || verdict.signalled() == Permanence.PERMANENT
                                            && !isOfTheLane(outcome, verdict));
            case Outcome.Accepted accepted -> false;
            case Outcome.Unfit unfit -> false;
        };
    }

    /// Whether the host has not the TLS that is asked for of it, by the domain or the operator: no message is the reason, and none behind it would
    /// fare better. Where TLS may be missing its trouble is no outcome.
    static boolean isOfTls(Outcome outcome) {
        return outcome instanceof Outcome.Broken(var stage, var trouble, var text)
                && trouble == Trouble.TLS;
    }

    /// Whether the receiver has given its last word: it took the mail, or refused it for good.
    static boolean isAnswered(Settled settled) {
        return switch (settled.outcome()) {
            case Outcome.Accepted _ -> true;
            case Outcome.Refused _ ->
                    settled.verdict() != null
                            && settled.verdict().effective() == Permanence.PERMANENT;
            case Outcome.Broken _, Outcome.Unfit _ -> false;
        };
    }

    /// Whether it is refused, for now or for good, for what we are or do: a sign that receivers do not know us, or do not want to.
    static boolean isOfOurs(Settled settled) {
        var verdict = settled.verdict();
        if (verdict == null || !(settled.outcome() instanceof Outcome.Refused)) {
            return false;
        }
        return switch (verdict.cause()) {
            case RATE, REPUTATION, RECIPIENT_RATE, BLOCKLIST, POLICY, AUTH, RDNS, CONTENT -> true;
            case CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    GREYLIST,
                    SENDER_INVALID,
                    VIRUS,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    MAILBOX_DISABLED,
                    SIZE,
                    SERVER_ERROR,
                    DNS,
                    NETWORK,
                    TLS,
                    RELAY,
                    LOOP,
                    PROTOCOL,
                    TOO_MANY_RECIPIENTS,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    false;
        };
    }

    /// Whether the site says for good that it takes nothing from our address. The message it was said of is refused for good, by its code; for
    /// all that waits behind it that is a block of the lane, which may end. What is said before any mail is of no message at all.
    static boolean isBlock(Outcome outcome, Verdict verdict) {
        if (!(outcome instanceof Outcome.Refused) || verdict.effective() != Permanence.PERMANENT) {
            return false;
        }
        // In a reply to mail the words of a policy are too weak to stop all other mail.
        return isBlock(verdict.cause(), verdict.scope())
                || verdict.cause() == Cause.POLICY
                        && isOfOurAddress(verdict.scope())
                        && isBeforeMail(outcome);
    }

    /// Whether a refusal for good with this meaning is of our address, and not of the mail it was said of.
    public static boolean isBlock(Cause cause, Scope scope) {
        return BLOCKS.contains(cause) && isOfOurAddress(scope);
    }

    private static boolean isOfOurAddress(Scope scope) {
        return switch (scope) {
            case SOURCE, CONNECTION, RECEIVER -> true;
            case RECIPIENT, MESSAGE, STREAM, HOST -> false;
        };
    }

    /// Whether the host has not heard of the message yet.
    static boolean isBeforeMail(Outcome outcome) {
        return outcome instanceof Outcome.Refused(var stage, var reply)
                && (stage == Stage.CONNECT || stage == Stage.GREETING || stage == Stage.EHLO);
    }

    /// Whether a host says so of our address before any mail: the others of the site may not.
    static boolean isBlockBeforeMail(Outcome outcome, @Nullable Verdict verdict) {
        return verdict != null && isBeforeMail(outcome) && isBlock(outcome, verdict);
    }

    /// Whether our address, our pace or their site as a whole is meant. Only temporary refusals are a lane's: what is refused for
    /// good is the message's end all the same.
    public static boolean isOfTheLane(Outcome outcome, Verdict verdict) {
        if (!(outcome instanceof Outcome.Refused) || verdict.effective() == Permanence.PERMANENT) {
            return false;
        }
        return switch (verdict.cause()) {
            case RATE,
                    REPUTATION,
                    CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    BLOCKLIST,
                    RDNS ->
                    true;
            case POLICY -> isOfOurAddress(verdict.scope());
            case RECIPIENT_RATE,
                    GREYLIST,
                    AUTH,
                    SENDER_INVALID,
                    CONTENT,
                    VIRUS,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    MAILBOX_DISABLED,
                    SIZE,
                    SERVER_ERROR,
                    DNS,
                    NETWORK,
                    TLS,
                    RELAY,
                    LOOP,
                    PROTOCOL,
                    TOO_MANY_RECIPIENTS,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    false;
        };
    }
}
