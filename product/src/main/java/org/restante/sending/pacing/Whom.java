package org.restante.sending.pacing;

/// Whom a refusal is held to speak of.
public enum Whom {
    /// Our address or our pace: the message goes back to the head of the queue, its attempt does not count, and the lane is closed.
    LANE,
    /// How many connections stand, how often they open or what they carry: the message goes back to the head, and the lane stays open.
    CONNECTION,
    /// The message or its recipient, whose own schedule it moves.
    MESSAGE
}
