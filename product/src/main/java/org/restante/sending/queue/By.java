package org.restante.sending.queue;

import java.util.Optional;

/// Who acts, and why.
///
/// @param actor the token's name, or the user of the system
/// @param reason for people; may be empty
/// @param tenant for whom alone it may act; empty for the operator
public record By(String actor, String reason, Optional<String> tenant) {
    public By {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("an act has an actor");
        }
    }

    /// The operator.
    public By(String actor, String reason) {
        this(actor, reason, Optional.empty());
    }
}
