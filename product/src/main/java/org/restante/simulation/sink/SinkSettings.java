package org.restante.simulation.sink;

import java.time.Duration;

/// What a sink allows its clients, whatever the receiver's model says.
///
/// @param connections at once; more are turned away with 421
/// @param messageOctets in one message
/// @param idle how long a client may be silent
/// @param message how long a client may take for the data of a message
/// @param errors wrong commands in one session
public record SinkSettings(
        int connections, long messageOctets, Duration idle, Duration message, int errors) {
    /// More connections than any model allows, sizes as large receivers take them, the times of RFC 5321 §4.5.3.2.
    public static final SinkSettings USUAL =
            new SinkSettings(
                    20_000, 50L * 1024 * 1024, Duration.ofMinutes(5), Duration.ofMinutes(10), 20);

    public SinkSettings {
        if (connections < 1 || messageOctets < 1 || errors < 1) {
            throw new IllegalArgumentException("a sink takes at least something");
        }
        if (!idle.isPositive() || !message.isPositive()) {
            throw new IllegalArgumentException("a sink waits at least a moment");
        }
    }
}
