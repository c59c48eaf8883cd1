package org.restante.sending.pacing;

/// What keeps a lane from going faster now.
public enum Binding {
    NOTHING,
    RATE,
    QUOTA,
    PUBLISHED_LIMIT,
    CONNECTIONS,
    CONNECTION_RATE,
    PAUSE,
    CANARY,
    OUTAGE
}
