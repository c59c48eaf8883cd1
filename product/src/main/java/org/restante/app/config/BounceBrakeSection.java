package org.restante.app.config;

import java.time.Duration;
import org.restante.sending.reception.BounceBrakeSettings;

/// `[bounce_brake]`.
public record BounceBrakeSection(
        @Key(
                        value = "a client's last recipients that are looked at",
                        usual = "1000",
                        why = "a campaign's beginning tells what the rest will be",
                        min = "10",
                        max = "1000000",
                        restart = true)
                int window,
        @Key(
                        value = "so many must have come to an end before anything is done",
                        usual = "100",
                        why = "of fewer a rate says little",
                        min = "1",
                        max = "1000000",
                        restart = true)
                int least,
        @Key(
                        value =
                                "per cent of them unknown to their receivers, or refused as spam, from which on the client is stopped",
                        usual = "15",
                        why = "lists in order stay below 2; receivers begin to object at 5 to 10",
                        min = "1",
                        max = "100",
                        restart = true)
                int percent,
        @Key(
                        value = "how long; then its mail is taken again and counted anew",
                        usual = "1h",
                        why = "long enough to be noticed; a person may release it sooner",
                        min = "1m",
                        max = "720h",
                        restart = true)
                Duration pause)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (window < least) {
            objections.against(
                    "window", "is " + window + ", and least is " + least, "at least as many");
        }
    }

    public BounceBrakeSettings settings() {
        return new BounceBrakeSettings(window, least, percent, pause);
    }
}
