package org.restante.protocol.milter;

import java.net.SocketAddress;
import java.time.Duration;

/// One filter to be asked.
///
/// @param name as people call it
/// @param address where it listens: a TCP address or a socket in the file system
/// @param connect how long it may take to answer a connection and to agree on the protocol
/// @param command how long it may take to answer a step
/// @param message how long it may take to judge a whole message; it may ask for as much time again
/// @param otherwise what becomes of mail when it cannot be asked
public record MilterSettings(
        String name,
        SocketAddress address,
        Duration connect,
        Duration command,
        Duration message,
        Otherwise otherwise) {
    /// What becomes of mail that a filter could not judge.
    public enum Otherwise {
        /// The client is to come again.
        TEMPFAIL,
        /// It is taken as if there were no filter.
        ACCEPT,
        /// It is refused.
        REJECT
    }

    /// With the times Postfix gives its filters.
    public static MilterSettings of(String name, SocketAddress address) {
        return new MilterSettings(
                name,
                address,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Otherwise.TEMPFAIL);
    }
}
