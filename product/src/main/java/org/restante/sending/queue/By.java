package org.restante.sending.queue;

/// Who acts, and why.
///
/// @param actor the token's name, or the user of the system
/// @param reason for people; may be empty
public record By(String actor, String reason) {
    public By {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("an act has an actor");
        }
    }
}
