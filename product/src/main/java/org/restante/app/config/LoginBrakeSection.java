package org.restante.app.config;

import java.time.Duration;
import org.restante.sending.reception.LoginBrakeSettings;

/// `[login_brake]`.
public record LoginBrakeSection(
        @Key(
                        value = "failed log-ins of an address that cost nothing",
                        usual = "2",
                        why = "people mistype",
                        min = "0",
                        max = "1000",
                        restart = true)
                int free,
        @Key(
                        value = "what the answer to the next waits; each further one twice as long",
                        usual = "1s",
                        why = "a person does not mind, a program that guesses does",
                        min = "0s",
                        max = "1m",
                        restart = true)
                Duration delay,
        @Key(
                        value = "the longest such wait",
                        usual = "15s",
                        why = "clients wait at least a minute for an answer",
                        min = "0s",
                        max = "1m",
                        restart = true)
                Duration longestDelay,
        @Key(
                        value = "failures of an address within the memory; then it hears 421",
                        usual = "10",
                        why = "an office behind one address has a few that mistype",
                        min = "1",
                        max = "100000",
                        restart = true)
                int perAddress,
        @Key(
                        value =
                                "failures for one name within the memory, from wherever; then only addresses from which it has logged in"
                                        + " before may try",
                        usual = "50",
                        why = "guessers come from many addresses",
                        min = "1",
                        max = "100000",
                        restart = true)
                int perUser,
        @Key(
                        value = "how long a failure counts",
                        usual = "15m",
                        why = "who has forgotten a password has it mended by then",
                        min = "1m",
                        max = "24h",
                        restart = true)
                Duration memory,
        @Key(
                        value = "addresses and names that are remembered, each",
                        usual = "10000",
                        why = "some 2 MiB",
                        min = "100",
                        max = "10000000",
                        restart = true)
                int remembered) {
    public LoginBrakeSettings settings() {
        return new LoginBrakeSettings(
                free, delay, longestDelay, perAddress, perUser, memory, remembered);
    }
}
