package org.restante.sending.delivery;

import java.time.Duration;

/// How long a host may take, and how mail is given to it.
///
/// @param connect for the connection; the operating system's own limit is two minutes
/// @param greeting for 220 (RFC 5321 §4.5.3.2.1)
/// @param command for the reply to EHLO, MAIL and RCPT (§4.5.3.2.2, .3)
/// @param startTls for the handshake
/// @param data for 354 (§4.5.3.2.4)
/// @param send for the host to take the whole of a message; RFC 5321 §4.5.3.2.5 has three minutes for each piece
/// @param content for the reply to the final dot (§4.5.3.2.6): too short a wait makes duplicates
/// @param quit for 221, which changes nothing
public record DeliverySettings(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration startTls,
        Duration data,
        Duration send,
        Duration content,
        Duration quit) {
    public static DeliverySettings defaults() {
        return new DeliverySettings(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }
}
