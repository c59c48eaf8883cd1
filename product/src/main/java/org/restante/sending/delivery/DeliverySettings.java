package org.restante.sending.delivery;

import java.time.Duration;

/// How long a host may take (RFC 5321 §4.5.3.2).
///
/// @param connect for the connection; the operating system's own limit is two minutes
/// @param greeting for 220 (§4.5.3.2.1)
/// @param ehlo for the reply to EHLO, STARTTLS and AUTH
/// @param startTls for the handshake
/// @param mail for the reply to MAIL (§4.5.3.2.2)
/// @param rcpt for the reply to RCPT (§4.5.3.2.3)
/// @param data for 354 (§4.5.3.2.4)
/// @param block for the host to take one piece of a message (§4.5.3.2.5)
/// @param send for the host to take the whole of a message, however steadily it reads
/// @param content for the reply to the final dot (§4.5.3.2.6): too short a wait makes duplicates
/// @param quit for 221, which changes nothing
public record DeliverySettings(
        Duration connect,
        Duration greeting,
        Duration ehlo,
        Duration startTls,
        Duration mail,
        Duration rcpt,
        Duration data,
        Duration block,
        Duration send,
        Duration content,
        Duration quit) {
    public static DeliverySettings defaults() {
        return new DeliverySettings(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }

    /// This long for everything.
    public static DeliverySettings alike(Duration each) {
        return new DeliverySettings(
                each, each, each, each, each, each, each, each, each, each, each);
    }
}
