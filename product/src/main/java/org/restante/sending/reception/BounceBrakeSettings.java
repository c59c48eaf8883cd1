package org.restante.sending.reception;

import java.time.Duration;

/// When a client is stopped for what becomes of its mail.
///
/// @param window its last recipients that are looked at
/// @param least so many must have come to an end before anything is done
/// @param percent of them unknown to their receiver, or refused as spam; from there on the client is stopped. Lists in order stay
///     below 2 %, receivers begin to object at 5 to 10 %
/// @param pause how long; then its mail is taken again and counted anew
public record BounceBrakeSettings(int window, int least, int percent, Duration pause) {
    public BounceBrakeSettings {
        if (least < 1 || window < least || percent < 1 || percent > 100) {
            throw new IllegalArgumentException(
                    "least is 1 to window, percent 1 to 100, not "
                            + least
                            + ", "
                            + window
                            + ", "
                            + percent);
        }
    }

    public static BounceBrakeSettings defaults() {
        return new BounceBrakeSettings(1000, 100, 15, Duration.ofHours(1));
    }
}
