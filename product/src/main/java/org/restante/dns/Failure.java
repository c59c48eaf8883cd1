package org.restante.dns;

/// Why nobody could tell. None of these says anything about the name: what depends on the answer has to wait.
public enum Failure {
    /// No server answered in time.
    TIMEOUT,
    /// No server could be reached.
    UNREACHABLE,
    /// SERVFAIL: the server could not find out, or found signatures that are bad and does not say so.
    SERVER_FAILURE,
    /// The server does not answer us, or not such questions.
    REFUSED,
    /// Signatures are missing or bad where they must be good (DNSSEC).
    BOGUS,
    /// Aliases run in a circle or go on for too long.
    LOOP,
    /// What came was no answer to the question.
    MALFORMED
}
