package org.restante.mail.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What happened.
public enum EventType {
    RECEIVED,
    DELIVERED,
    DEFERRED,
    BOUNCED,
    EXPIRED,
    SUPPRESSED,
    COMPLAINED,
    UNSUBSCRIBED,
    /// A bounce that came back as mail after the message had been accepted.
    BOUNCED_LATER,
    HELD,
    RELEASED,
    REPORT,
    FINDING,
    ACTION,
    INCIDENT;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The word used in JSON.
    public String word() {
        return word;
    }

    public static Optional<EventType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /// Whether it says that a recipient was tried: what rates are counted from.
    public boolean isAttempt() {
        return this == DELIVERED || this == DEFERRED || this == BOUNCED;
    }
}
