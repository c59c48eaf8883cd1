package org.restante.protocol.session;

import java.io.IOException;

/// The other side broke the rules of the wire, or ended the conversation.
public final class WireException extends IOException {
    private static final long serialVersionUID = 1;

    /// What it did.
    public enum Kind {
        /// It closed the connection where something was due.
        CLOSED,
        /// A line is longer than it may be.
        LINE_TOO_LONG,
        /// A CR or LF stands alone, where only CRLF ends a line (RFC 5321 §2.3.8).
        BARE_LINE_END,
        /// A reply is no reply (RFC 5321 §4.2), or has no end.
        NO_REPLY,
        /// It sent what it may only send after our answer.
        TOO_EARLY,
        /// It sends more than it may, and does not end.
        TOO_MUCH
    }

    private final Kind kind;

    public WireException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
