package org.restante.meaning.verdict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// Finds what a code means when no words say more: the closest key that is there.
final class Fallbacks {
    private final Map<String, Fallback> byKey = new HashMap<>();

    Fallbacks(List<Fallback> fallbacks) {
        fallbacks.forEach(fallback -> byKey.putIfAbsent(fallback.key(), fallback));
    }

    /// What a reply of nothing but these codes means; null when nothing is known of the pair.
    @Nullable Fallback ofBare(int code, int status) {
        return byKey.get(
                "bare/"
                        + code
                        + " "
                        + status / 1_000_000
                        + "."
                        + status / 1_000 % 1_000
                        + "."
                        + status % 1_000);
    }

    /// What a status means that says something of its own; null for undefined ones (`x.0.0`, `x.7.1`) and unknown ones.
    @Nullable Fallback ofTellingStatus(int status) {
        int subject = status / 1_000 % 1_000;
        int detail = status % 1_000;
        if (status == 0 || detail == 0 || subject == 7 && detail == 1) {
            return null;
        }
        return exact(status);
    }

    private @Nullable Fallback exact(int status) {
        var tail = status / 1_000 % 1_000 + "." + status % 1_000;
        var own = byKey.get("status/" + status / 1_000_000 + "." + tail);
        return own != null ? own : byKey.get("status/x." + tail);
    }

    /// What the status' subject means, however little it says; null when nothing is known of it.
    @Nullable Fallback ofStatus(int status) {
        if (status == 0 || status / 1_000 % 1_000 == 0) {
            return null;
        }
        var exact = exact(status);
        return exact != null ? exact : byKey.get("status/x." + status / 1_000 % 1_000);
    }

    /// What a status means that only says whose trouble it is: the receiver's system (`x.3.0`) or the network (`x.4.0`).
    @Nullable Fallback ofSystem(int status) {
        int subject = status / 1_000 % 1_000;
        return status % 1_000 == 0 && (subject == 3 || subject == 4) ? exact(status) : null;
    }

    @Nullable Fallback ofCode(int code, @Nullable Stage stage) {
        if (code == 0) {
            return null;
        }
        var atStage = stage == null ? null : byKey.get("code/" + code + "@" + stage.word());
        return atStage != null ? atStage : byKey.get("code/" + code);
    }

    @Nullable Fallback ofTrouble(@Nullable Trouble trouble) {
        return trouble == null ? null : byKey.get("trouble/" + trouble.word());
    }

    /// What is said of a reply that is no refusal.
    Fallback ofSuccess() {
        return byKey.getOrDefault("class/2", UNKNOWN_TEMPORARY);
    }

    Fallback ofClass(boolean permanent) {
        var found = byKey.get(permanent ? "class/5" : "class/4");
        return found != null ? found : permanent ? UNKNOWN_PERMANENT : UNKNOWN_TEMPORARY;
    }

    private static final Fallback UNKNOWN_TEMPORARY =
            new Fallback(
                    "class/4",
                    Cause.OTHER_TEMPORARY,
                    Scope.MESSAGE,
                    List.of(),
                    "The receiver put the message off without a reason that is known here.");
    private static final Fallback UNKNOWN_PERMANENT =
            new Fallback(
                    "class/5",
                    Cause.OTHER_PERMANENT,
                    Scope.MESSAGE,
                    List.of(),
                    "The receiver refused the message for good without a reason that is known here.");
}
