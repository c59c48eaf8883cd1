package org.restante.simulation.world;

import org.restante.simulation.receiver.Answer;

/// Every decision of a sending server. One instance serves one run; moments are the world's nanoseconds, and one that is not after now
/// means at once.
public interface Policy {
    /// Which stream goes first when both have letters.
    enum Order {
        ARRIVAL,
        ALTERNATING,
        TRANSACTIONAL_FIRST
    }

    /// Makes the policy for one world.
    @FunctionalInterface
    interface Maker {
        Policy in(World world);
    }

    Order order();

    /// Whether any source with a free place takes the next letter; else [#source] fixes it on arrival.
    boolean pulls();

    /// The source that carries the letter, where sources do not pull.
    int source(Letter letter);

    /// How many connections the lane may have, those being opened included.
    int connections(Lane lane);

    /// When the lane may open another connection.
    long connectAt(Lane lane);

    /// When the letter may leave by the lane; [Long#MAX_VALUE] to be woken ([World#wake]).
    long sendAt(Lane lane, Letter letter);

    /// How many messages a connection may carry.
    int messagesPerConnection(Lane lane);

    /// The host to connect to.
    int host(Lane lane);

    /// Whether the next letter had better be one that was not just refused.
    default boolean wantsFresh(Lane lane) {
        return false;
    }

    /// Whether the next letter had better be one that was refused in the lane's name.
    default boolean wantsKnown(Lane lane) {
        return false;
    }

    /// Whether the lane gives a connection back that could carry on, because others wait for a socket.
    default boolean yields(Lane lane) {
        return false;
    }

    default void arrived(Letter letter) {}

    /// A connection is being opened.
    default void opening(Lane lane, int host) {}

    /// @param took nanoseconds until it stood
    default void opened(Lane lane, int host, long took) {}

    /// A connection was closed idle that had carried nothing.
    default void unused(Lane lane) {}

    /// A connection did not come about.
    ///
    /// @param took nanoseconds until that was known
    /// @return whether the letter that waited for it is put off by [#retryAt], as by a server that counts this as its attempt
    boolean notOpened(Lane lane, int host, long took, Answer answer);

    /// A letter leaves.
    default void sent(Lane lane, Letter letter) {}

    /// What came of it.
    ///
    /// @param connection the one that carried it
    /// @param sentAt when it left
    void answered(Connection connection, Letter letter, Answer answer, long sentAt);

    /// When a letter that was refused for now is tried again; not after now: it goes back to the head of its line and the attempt is not
    /// counted.
    long retryAt(Lane lane, Letter letter, Answer answer);
}
