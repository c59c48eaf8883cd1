package org.restante.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.restante.mail.message.Domain;

/// `[server]`.
public record ServerSection(
        @Key(
                        value =
                                "how the server names itself in its greeting, at EHLO and in Received fields",
                        why = "without it the machine's own full name",
                        example = "mail.example.org",
                        restart = true)
                Optional<Domain> name,
        @Key(
                        value = "the folder of mail and events; made where it is absent",
                        example = "/var/lib/restante",
                        restart = true)
                Path data,
        @Key(
                        value =
                                "how long a stop waits for what is in flight; a second signal ends it at once",
                        usual = "30s",
                        why =
                                "most deliveries end within seconds, and systemd waits 90 seconds before it kills",
                        min = "0s",
                        max = "10m",
                        restart = true)
                Duration stopWithin) {}
