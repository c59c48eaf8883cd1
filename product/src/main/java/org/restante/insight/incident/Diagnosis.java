package org.restante.insight.incident;

import org.restante.meaning.verdict.Word;

/// What kind of trouble an incident is: the cause of its refusals seen together with its scope.
public enum Diagnosis implements Word {
    /// One receiver lets less through, for every source alike.
    RATE_CUT,
    /// A receiver refuses connections: too many at once, or too often.
    CONNECTION_LIMIT,
    /// One source is refused for its reputation or by a block at one receiver.
    SOURCE_BLOCKED_AT_ONE,
    /// One source is refused at many receivers: a public blocklist, most likely.
    SOURCE_BLOCKED_AT_MANY,
    /// Every source is refused at one receiver for reputation: the domain's, or the whole range's.
    SENDER_BLOCKED,
    /// Every source is refused at many receivers.
    SENDER_BLOCKED_AT_MANY,
    /// Refused by a rule the receiver does not explain.
    POLICY_REFUSAL,
    /// The name or PTR record of a source displeases.
    IDENTITY,
    /// One MX host fails while its siblings work.
    HOST_BAD,
    /// Every MX host of a receiver fails.
    PROVIDER_OUTAGE,
    /// Connections fail to everybody.
    OWN_NETWORK,
    /// Connections from one source fail to everybody.
    SOURCE_DOWN,
    /// One stream's content is refused at one receiver.
    CONTENT_AT_ONE,
    /// One stream's content is refused at many receivers.
    CONTENT_AT_MANY,
    /// A stream mails addresses that do not exist.
    BAD_LIST,
    /// SPF, DKIM or DMARC fails for a stream or a domain.
    AUTHENTICATION_BROKEN,
    /// First contacts are put off, and pass later.
    GREYLISTING,
    /// TLS cannot be set up.
    TLS_BROKEN,
    /// Mailboxes of one receiver are full or throttled; nothing the sender did.
    MAILBOXES,
    /// More refusals than usual, for a reason their texts do not give away.
    UNEXPLAINED
}
