package org.restante.meaning.verdict;

/// Why a receiver did not take a message: the one list of causes that rules, events, reports and incidents share.
public enum Cause implements Word {
    REPUTATION,
    RATE,
    CONNECTIONS,
    CONNECTION_RATE,
    MESSAGES_PER_CONNECTION,
    RECIPIENT_RATE,
    GREYLIST,
    BLOCKLIST,
    POLICY,
    /// SPF, DKIM or DMARC.
    AUTH,
    /// PTR record or EHLO name.
    RDNS,
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
    OTHER_PERMANENT
}
