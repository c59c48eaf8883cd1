package org.restante.simulation.policy;

import java.util.HashMap;
import java.util.Map;
import org.restante.simulation.receiver.Answer;

/// The gist of replies, remembered by their text: a receiver that refuses says the same thing over and over.
final class Gists {
    private static final int MOST = 10_000;

    private final Map<String, Gist> known = new HashMap<>();

    Gist of(Answer answer) {
        if (answer.isTaken() || answer.isSilence() || known.size() >= MOST) {
            return Gist.of(answer);
        }
        return known.computeIfAbsent(answer.text(), _ -> Gist.of(answer));
    }
}
