package org.restante.sending.spool;

import java.util.List;

/// What opening a spool found.
///
/// @param messages live ones
/// @param recipients those not done
/// @param bySnapshot whether a snapshot spared reading everything
/// @param records read from the log
/// @param tornBytes bytes after the last record that a crash left behind; nobody was told that they are durable
/// @param damages what was lost of what was durable
public record Recovered(
        long messages,
        long recipients,
        boolean bySnapshot,
        long records,
        long tornBytes,
        List<Damage> damages) {
    public Recovered {
        damages = List.copyOf(damages);
    }
}
