package org.restante.protocol.milter;

import java.util.List;

/// What a filter makes of a whole message.
///
/// @param changes in the order they are to be made; of no account where the answer is no acceptance
public record Judgement(Answer answer, List<Change> changes) {
    public Judgement {
        changes = List.copyOf(changes);
    }
}
