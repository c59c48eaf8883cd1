package org.restante.sending.backlog;

import java.util.Arrays;
import java.util.UUID;

/// Recipients of one message that wait together.
///
/// @param ordinals the recipients, by their place in the message; at least one
/// @param due milliseconds of the queue's clock
/// @param turn who goes first among those due at once; kept by a message for as long as it is in the line
public record Waiting(UUID id, int[] ordinals, long due, int turn) {
    public Waiting {
        if (ordinals.length == 0) {
            throw new IllegalArgumentException("nobody waits");
        }
    }

    /// The same, due then.
    public Waiting at(long time) {
        return new Waiting(id, ordinals, time, turn);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Waiting it
                && id.equals(it.id)
                && due == it.due
                && turn == it.turn
                && Arrays.equals(ordinals, it.ordinals);
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + turn;
    }

    @Override
    public String toString() {
        return id + Arrays.toString(ordinals) + " due " + due + " turn " + turn;
    }
}
