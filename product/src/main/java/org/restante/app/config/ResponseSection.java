package org.restante.app.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.restante.insight.response.Mode;
import org.restante.insight.response.ResponseSettings;
import org.restante.insight.response.ResponseTable;

/// `[response]`: what is done about incidents.
public record ResponseSection(
        @Key(
                        value =
                                "how far the server goes by itself: `observe` says what it would do to who asks, `suggest` tells it and waits"
                                        + " for a person, `act` does it",
                        usual = "suggest",
                        why = "who does not know it yet wants to see what it would do first")
                Mode mode,
        @Key(value = "the same for slowing alone", example = "act") Optional<Mode> slow,
        @Key(value = "the same for pausing alone", example = "suggest") Optional<Mode> pause,
        @Key(
                        value =
                                "whether it acts without a person at all; `false` stops all such acts, whatever the modes say",
                        usual = "true",
                        why = "one switch to reach for when something goes wrong")
                boolean automatic,
        @Key(
                        value =
                                "when an act ends by itself, unless the receiver's rule demands longer",
                        usual = "2h",
                        why =
                                "somebody should look at it by then; what is still wrong is acted upon anew",
                        min = "5m",
                        max = "7d")
                Duration lasts,
        @Key(
                        value =
                                "how long a letter to a postmaster may stay unanswered before somebody is asked to look at the incident again",
                        usual = "3d",
                        why = "most postmasters who answer do so within two working days",
                        min = "1h",
                        max = "60d")
                Duration answerWithin,
        @Key(
                        value =
                                "another mode at one receiver, by its provider's word or its site: `[response.receiver.gmail]`",
                        example = "gmail")
                Map<String, ResponseAtSection> receiver) {
    public ResponseSettings settings() {
        return new ResponseSettings(
                automatic,
                slow.orElse(mode),
                pause.orElse(mode),
                receiver.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().mode())),
                lasts,
                answerWithin,
                ResponseTable.defaults());
    }
}
