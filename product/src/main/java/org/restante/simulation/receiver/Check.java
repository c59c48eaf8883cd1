package org.restante.simulation.receiver;

import java.util.Locale;

/// The check that decided an answer. It is the truth, for the score alone: a policy sees the reply, not this.
public enum Check {
    TAKEN,
    OUTAGE,
    HOST_FAULT,
    BOX,
    CONNECTIONS,
    CONNECTION_RATE,
    MESSAGES_PER_CONNECTION,
    UNKNOWN_USER,
    GREYLIST,
    MAILBOX_FULL,
    /// A trouble of the receiver's own that means nothing.
    AMBIENT,
    /// What the message holds.
    CONTENT,
    /// The limit on messages.
    RATE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String word() {
        return word;
    }
}
