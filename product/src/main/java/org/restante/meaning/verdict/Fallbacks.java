package org.restante.meaning.verdict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// Finds what a code means when no words say more: the closest key that is there.
final class Fallbacks {
    /// Begins the keys of codes that say less where words stand beside them that nobody here knows.
    private static final String BESIDE_WORDS = "beside-words/";

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

    /// What a status means that says something of its own; null for undefined ones (`x.0.0`), for those that servers put before
    /// anything, and for unknown ones.
    @Nullable Fallback ofTellingStatus(int status) {
        if (status == 0 || status % 1_000 == 0 || isOftenMisused(status)) {
            return null;
        }
        return exact(status);
    }

    /// Whether many servers send a status for what it does not mean, so that any word is worth more.
    private static boolean isOftenMisused(int status) {
        int tail = status % 1_000_000;
        return switch (tail) {
            case 3_001, 3_002, 4_005, 5_002, 5_004, 7_001, 7_005, 7_007, 7_009 -> true;
            case 2_001, 5_001 -> status / 1_000_000 == 4;
            case 4_001 -> status / 1_000_000 == 5;
            default -> false;
        };
    }

    private @Nullable Fallback exact(int status) {
        var tail = status / 1_000 % 1_000 + "." + status % 1_000;
        var own = byKey.get("status/" + status / 1_000_000 + "." + tail);
        return own != null ? own : byKey.get("status/x." + tail);
    }

    /// What the status' subject means, however little it says; null when nothing is known of it.
    ///
    /// @param bare whether no words stand beside it
    @Nullable Fallback ofStatus(int status, @Nullable Stage stage, boolean bare) {
        if (status == 0 || status / 1_000 % 1_000 == 0) {
            return null;
        }
        var tail = status / 1_000_000 + "." + status / 1_000 % 1_000 + "." + status % 1_000;
        if (!bare) {
            var atStage =
                    stage == null ? null : byKey.get(BESIDE_WORDS + tail + "@" + stage.word());
            var beside = atStage != null ? atStage : byKey.get(BESIDE_WORDS + tail);
            if (beside != null) {
                return beside;
            }
        }
        var exact = exact(status);
        return exact != null ? exact : byKey.get("status/x." + status / 1_000 % 1_000);
    }

    /// What a status means that only says whose trouble it is: the receiver's system (`x.3.0`, `x.3.2`) or the network (`x.4.0`).
    @Nullable Fallback ofSystem(int status) {
        int tail = status % 1_000_000;
        return tail == 3_000 || tail == 3_002 || tail == 4_000 ? exact(status) : null;
    }

    /// @param bare whether no words stand beside it
    @Nullable Fallback ofCode(int code, @Nullable Stage stage, boolean bare) {
        if (code == 0) {
            return null;
        }
        var atStage = stage == null ? null : byKey.get("code/" + code + "@" + stage.word());
        if (atStage == null && !bare) {
            atStage = byKey.get(BESIDE_WORDS + code);
        }
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
