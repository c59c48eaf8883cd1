package org.restante.app.config;

import java.time.Duration;
import org.restante.sending.delivery.DeliverySettings;

/// `[delivery]`: how long a receiving host may take (RFC 5321 §4.5.3.2).
public record DeliverySection(
        @Key(
                        value = "for the connection",
                        usual = "30s",
                        why =
                                "the operating system waits two minutes; a host that is there answers within seconds",
                        min = "1s",
                        max = "10m")
                Duration connect,
        @Key(
                        value = "for the greeting",
                        usual = "5m",
                        why = "RFC 5321 §4.5.3.2.1",
                        min = "1s",
                        max = "1h")
                Duration greeting,
        @Key(
                        value = "for the reply to EHLO, STARTTLS and AUTH",
                        usual = "5m",
                        why = "RFC 5321 names none; as long as for the greeting",
                        min = "1s",
                        max = "1h")
                Duration ehlo,
        @Key(
                        value = "for the TLS handshake",
                        usual = "1m",
                        why = "nobody's standard; a handshake takes under a second",
                        min = "1s",
                        max = "1h")
                Duration startTls,
        @Key(
                        value = "for the reply to MAIL",
                        usual = "5m",
                        why = "RFC 5321 §4.5.3.2.2",
                        min = "1s",
                        max = "1h")
                Duration mail,
        @Key(
                        value = "for the reply to each RCPT",
                        usual = "5m",
                        why = "RFC 5321 §4.5.3.2.3: a receiver may look into lists and elsewhere",
                        min = "1s",
                        max = "1h")
                Duration rcpt,
        @Key(
                        value = "for the reply to DATA",
                        usual = "2m",
                        why = "RFC 5321 §4.5.3.2.4",
                        min = "1s",
                        max = "1h")
                Duration data,
        @Key(
                        value = "for the host to read a piece of a message, 64 KiB at most",
                        usual = "3m",
                        why = "RFC 5321 §4.5.3.2.5",
                        min = "1s",
                        max = "1h")
                Duration block,
        @Key(
                        value = "for the host to read the whole of a message, however steadily",
                        usual = "30m",
                        why = "50 MB over a slow line take this",
                        min = "10s",
                        max = "6h")
                Duration send,
        @Key(
                        value = "for the reply to the final dot",
                        usual = "10m",
                        why = "RFC 5321 §4.5.3.2.6: too short a wait makes duplicates",
                        min = "10s",
                        max = "2h")
                Duration content,
        @Key(
                        value = "for the reply to QUIT",
                        usual = "5s",
                        why = "it changes nothing any more",
                        min = "0s",
                        max = "5m")
                Duration quit) {
    public DeliverySettings settings() {
        return new DeliverySettings(
                connect, greeting, ehlo, startTls, mail, rcpt, data, block, send, content, quit);
    }
}
