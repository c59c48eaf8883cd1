package org.restante.app.config;

import java.time.Duration;
import java.util.Optional;

/// `[identity]`.
public record IdentitySection(
        @Key(
                        value =
                                "whether the DNS is asked now and then for the PTR records of the sources' addresses, the addresses of their names, and the"
                                        + " SPF, DKIM and DMARC records of what is signed",
                        usual = "true",
                        why =
                                "who changed a record an hour before a receiver refused is worth knowing",
                        restart = true)
                boolean look,
        @Key(
                        value = "how often, between half of it and all of it by chance",
                        usual = "15m",
                        why = "a handful of questions; records are changed by people",
                        min = "1m",
                        max = "7d",
                        restart = true)
                Duration each) {
    /// How often; empty for never.
    public Optional<Duration> every() {
        return look ? Optional.of(each) : Optional.empty();
    }
}
