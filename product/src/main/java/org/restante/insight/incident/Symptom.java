package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// What a refusal shows, as far as it helps to tell one diagnosis from another.
enum Symptom {
    NETWORK,
    NAME_SERVICE,
    TLS,
    SERVER,
    RATE,
    CONNECTIONS,
    REPUTATION,
    LISTED,
    NAMES,
    POLICY_EARLY,
    POLICY_LATE,
    CONTENT,
    AUTHENTICATION,
    ADDRESSES,
    GREYLISTING,
    MAILBOXES,
    SENDING,
    /// Unexplained, at a stage that the log does not tell.
    UNKNOWN,
    /// Unexplained, before anything of the message was told.
    UNKNOWN_AT_GREETING,
    /// Unexplained, at the envelope.
    UNKNOWN_AT_ENVELOPE,
    /// Unexplained, after the message was sent.
    UNKNOWN_AFTER_DATA;

    static final int COUNT = values().length;

    static Symptom of(Cause cause, @Nullable Stage stage) {
        return switch (cause) {
            case NETWORK -> NETWORK;
            case DNS -> NAME_SERVICE;
            case TLS -> TLS;
            case SERVER_ERROR -> SERVER;
            case RATE, RECIPIENT_RATE -> RATE;
            case CONNECTIONS, CONNECTION_RATE, MESSAGES_PER_CONNECTION -> CONNECTIONS;
            case REPUTATION -> REPUTATION;
            case BLOCKLIST -> LISTED;
            case RDNS -> NAMES;
            case POLICY ->
                    stage == Stage.DATA || stage == Stage.CONTENT ? POLICY_LATE : POLICY_EARLY;
            case CONTENT, VIRUS -> CONTENT;
            case AUTH -> AUTHENTICATION;
            case NO_SUCH_USER, MAILBOX_DISABLED -> ADDRESSES;
            case GREYLIST -> GREYLISTING;
            case MAILBOX_FULL -> MAILBOXES;
            case SENDER_INVALID, SIZE, RELAY, LOOP, PROTOCOL, TOO_MANY_RECIPIENTS -> SENDING;
            case OTHER_TEMPORARY, OTHER_PERMANENT -> unknown(stage);
        };
    }

    private static Symptom unknown(@Nullable Stage stage) {
        return switch (stage) {
            case null -> UNKNOWN;
            case CONNECT, GREETING, EHLO, STARTTLS, AUTH -> UNKNOWN_AT_GREETING;
            case MAIL, RCPT -> UNKNOWN_AT_ENVELOPE;
            case DATA, CONTENT, QUIT -> UNKNOWN_AFTER_DATA;
        };
    }
}
