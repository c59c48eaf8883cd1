package org.restante.meaning.verdict;

/// What a sender should do next about a refusal.
public enum NextStep implements Word {
    RETRY,
    SLOW,
    PAUSE,
    FEWER_CONNECTIONS,
    SMALLER_BATCHES,
    HOLD,
    FIX_AUTH,
    FIX_IDENTITY,
    DELIST,
    ESCALATE,
    SUPPRESS,
    BOUNCE,
    /// Never where MTA-STS or DANE asks for TLS.
    RETRY_WITHOUT_TLS,
    REQUIRE_TLS
}
