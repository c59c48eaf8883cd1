package org.restante.meaning.verdict;

import java.util.ArrayList;
import java.util.List;

/// What a cause usually speaks of and usually asks for, where a rule says nothing else.
public final class Custom {
    private Custom() {}

    /// Whom a refusal of this cause usually speaks of.
    public static Scope scope(Cause cause) {
        return switch (cause) {
            case REPUTATION, RATE, BLOCKLIST, POLICY, RDNS, CONNECTION_RATE -> Scope.SOURCE;
            case CONNECTIONS, MESSAGES_PER_CONNECTION, TOO_MANY_RECIPIENTS -> Scope.CONNECTION;
            case RECIPIENT_RATE,
                    GREYLIST,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    MAILBOX_DISABLED,
                    RELAY,
                    LOOP ->
                    Scope.RECIPIENT;
            case AUTH, SENDER_INVALID -> Scope.STREAM;
            case CONTENT, VIRUS, SIZE, PROTOCOL, OTHER_TEMPORARY, OTHER_PERMANENT -> Scope.MESSAGE;
            case SERVER_ERROR, NETWORK, TLS -> Scope.HOST;
            case DNS -> Scope.RECEIVER;
        };
    }

    /// Whether a refusal of this cause is usually for good, where no code signals it.
    public static Permanence permanence(Cause cause) {
        return switch (cause) {
            case NO_SUCH_USER,
                    MAILBOX_DISABLED,
                    SIZE,
                    VIRUS,
                    CONTENT,
                    AUTH,
                    BLOCKLIST,
                    RELAY,
                    LOOP,
                    PROTOCOL,
                    SENDER_INVALID,
                    POLICY,
                    RDNS,
                    REPUTATION,
                    OTHER_PERMANENT,
                    MAILBOX_FULL ->
                    Permanence.PERMANENT;
            case RATE,
                    CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    RECIPIENT_RATE,
                    GREYLIST,
                    SERVER_ERROR,
                    DNS,
                    NETWORK,
                    TLS,
                    TOO_MANY_RECIPIENTS,
                    OTHER_TEMPORARY ->
                    Permanence.TEMPORARY;
        };
    }

    /// What to do next about a refusal of this cause.
    public static List<NextStep> next(Cause cause, Permanence permanence) {
        return permanence == Permanence.TEMPORARY ? nextOfTemporary(cause) : nextOfPermanent(cause);
    }

    private static List<NextStep> nextOfTemporary(Cause cause) {
        return switch (cause) {
            case REPUTATION, RATE -> List.of(NextStep.SLOW);
            case CONNECTIONS, CONNECTION_RATE -> List.of(NextStep.FEWER_CONNECTIONS);
            case BLOCKLIST -> List.of(NextStep.PAUSE, NextStep.DELIST);
            case POLICY -> List.of(NextStep.RETRY, NextStep.ESCALATE);
            case AUTH -> List.of(NextStep.SLOW, NextStep.FIX_AUTH);
            case RDNS -> List.of(NextStep.HOLD, NextStep.FIX_IDENTITY);
            case SENDER_INVALID -> List.of(NextStep.HOLD, NextStep.FIX_IDENTITY);
            case CONTENT, VIRUS -> List.of(NextStep.HOLD);
            case TOO_MANY_RECIPIENTS -> List.of(NextStep.SMALLER_BATCHES);
            case TLS -> List.of(NextStep.RETRY, NextStep.REQUIRE_TLS);
            case MESSAGES_PER_CONNECTION,
                    RECIPIENT_RATE,
                    GREYLIST,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    MAILBOX_DISABLED,
                    SIZE,
                    SERVER_ERROR,
                    DNS,
                    NETWORK,
                    RELAY,
                    LOOP,
                    PROTOCOL,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    List.of(NextStep.RETRY);
        };
    }

    private static List<NextStep> nextOfPermanent(Cause cause) {
        return switch (cause) {
            case NO_SUCH_USER, MAILBOX_DISABLED -> List.of(NextStep.SUPPRESS);
            case REPUTATION -> List.of(NextStep.PAUSE, NextStep.ESCALATE);
            case BLOCKLIST -> List.of(NextStep.PAUSE, NextStep.DELIST);
            case RATE, CONNECTION_RATE -> List.of(NextStep.SLOW, NextStep.BOUNCE);
            case CONNECTIONS, MESSAGES_PER_CONNECTION ->
                    List.of(NextStep.FEWER_CONNECTIONS, NextStep.BOUNCE);
            case TOO_MANY_RECIPIENTS -> List.of(NextStep.SMALLER_BATCHES, NextStep.BOUNCE);
            case AUTH -> List.of(NextStep.HOLD, NextStep.FIX_AUTH);
            case RDNS, SENDER_INVALID -> List.of(NextStep.HOLD, NextStep.FIX_IDENTITY);
            case CONTENT -> List.of(NextStep.HOLD, NextStep.BOUNCE);
            case TLS -> List.of(NextStep.REQUIRE_TLS, NextStep.BOUNCE);
            case POLICY,
                    RECIPIENT_RATE,
                    GREYLIST,
                    MAILBOX_FULL,
                    VIRUS,
                    SIZE,
                    SERVER_ERROR,
                    DNS,
                    NETWORK,
                    RELAY,
                    LOOP,
                    PROTOCOL,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    List.of(NextStep.BOUNCE);
        };
    }

    /// The steps without those that would give up on what is temporary: a temporary refusal never suppresses at once.
    static List<NextStep> fitting(List<NextStep> steps, Cause cause, Permanence permanence) {
        if (steps.isEmpty()) {
            return next(cause, permanence);
        }
        if (permanence == Permanence.PERMANENT) {
            return steps;
        }
        var left = new ArrayList<>(steps);
        left.removeIf(step -> step == NextStep.SUPPRESS || step == NextStep.BOUNCE);
        return left.isEmpty() ? List.of(NextStep.RETRY) : left;
    }
}
