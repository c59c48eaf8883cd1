package org.restante.sending.pacing;

import org.restante.meaning.verdict.Cause;

/// What of a lane a refusal complains of.
enum Complaint {
    CONNECTIONS,
    MESSAGES_PER_CONNECTION,
    CONNECTION_RATE,
    PACE,
    SOURCE,
    /// Nothing that the lane would be to blame for, as far as the words go.
    NONE;

    static Complaint of(Cause cause) {
        return switch (cause) {
            case CONNECTIONS -> CONNECTIONS;
            case MESSAGES_PER_CONNECTION -> MESSAGES_PER_CONNECTION;
            case CONNECTION_RATE -> CONNECTION_RATE;
            case RATE, RECIPIENT_RATE -> PACE;
            case REPUTATION, BLOCKLIST, POLICY, RDNS -> SOURCE;
            case GREYLIST,
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
                    NONE;
        };
    }
}
