package org.restante.simulation.receiver;

/// What the receiver knows of a recipient.
public enum Trait {
    KNOWN,
    UNKNOWN
}
