package org.restante.simulation.world;

/// The classes of mail.
public enum Stream {
    TRANSACTIONAL,
    BULK
}
