package org.restante.sending.pacing;

/// One automatic action of the law, with its reason in words and numbers.
///
/// @param at by the ticker
/// @param sentence such as "slowed from 3.1/s to 2.0/s: 412 accepted in 206 s between two refusals"
public record Decision(Kind kind, long at, String sentence) {
    public enum Kind {
        CLOSED,
        STAYS_CLOSED,
        REOPENED,
        FASTER,
        SLOWER,
        CONNECTIONS,
        MESSAGES_PER_CONNECTION,
        CONNECTION_RATE,
        OUTAGE
    }
}
