package org.restante.insight.response;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a server responds to incidents.
///
/// @param automatic false stops all acts that no person asked for, whatever the modes say
/// @param receivers the mode at single receivers, by a provider's word or a site; over that of the action
/// @param lasts when an act ends by itself, unless a rule demands longer
/// @param answerWithin how long a letter to a postmaster may stay unanswered before somebody should look again
public record ResponseSettings(
        boolean automatic,
        Mode slow,
        Mode pause,
        Map<String, Mode> receivers,
        Duration lasts,
        Duration answerWithin,
        ResponseTable table) {
    public ResponseSettings {
        receivers = Map.copyOf(receivers);
        if (lasts.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("an act lasts a minute at least, not " + lasts);
        }
    }

    public static ResponseSettings defaults() {
        return new ResponseSettings(
                true,
                Mode.SUGGEST,
                Mode.SUGGEST,
                Map.of(),
                Duration.ofHours(2),
                Duration.ofDays(3),
                ResponseTable.defaults());
    }

    /// @param receiver null where several are meant
    public Mode mode(Action action, @Nullable String receiver) {
        var own = receiver == null ? null : receivers.get(receiver);
        var mode =
                own != null
                        ? own
                        : switch (action) {
                            case NOTHING, OBSERVE -> Mode.OBSERVE;
                            case SLOW -> slow;
                            case PAUSE -> pause;
                        };
        return mode == Mode.ACT && !automatic ? Mode.SUGGEST : mode;
    }
}
