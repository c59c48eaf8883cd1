package org.restante.sending.reception;

import java.time.Duration;

/// How failed log-ins are slowed down.
///
/// @param free failures of an address that cost nothing: people mistype
/// @param delay what the answer to the next failure waits; each further one twice as long
/// @param longestDelay the longest such wait
/// @param perAddress failures of an address within `memory`; then it is told 421
/// @param perUser failures for one name within `memory`, from wherever; then strangers to that name are told 421, while addresses
///     from which it has logged in before may go on
/// @param memory how long a failure counts
/// @param remembered addresses and names, each; the ones not seen for longest are forgotten first
public record LoginBrakeSettings(
        int free,
        Duration delay,
        Duration longestDelay,
        int perAddress,
        int perUser,
        Duration memory,
        int remembered) {
    public static LoginBrakeSettings defaults() {
        return new LoginBrakeSettings(
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                10,
                50,
                Duration.ofMinutes(15),
                10_000);
    }
}
