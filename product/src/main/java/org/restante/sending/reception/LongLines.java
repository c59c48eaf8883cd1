package org.restante.sending.reception;

/// What becomes of a line of more than 998 octets (RFC 5321 §4.5.3.1.6, RFC 5322 §2.1.1), which a receiver may refuse, cut, or break up, and with
/// it the signature.
public enum LongLines {
    /// In submitted mail it is broken before it is signed, as Postfix does: before a blank where there is one. Relayed mail stays as it is, for
    /// another's signature may cover it.
    BREAK,
    /// The message is refused.
    REFUSE,
    /// It goes on as it is.
    PASS;

    /// What that is for one message.
    LongLines of(boolean isSubmitted) {
        return this == BREAK && !isSubmitted ? PASS : this;
    }
}
