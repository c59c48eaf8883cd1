package org.restante.record.report;

import org.jspecify.annotations.Nullable;

/// Is told of every attempt, minute by minute, while a log is read.
public interface AttemptListener {
    /// Listens to nothing.
    AttemptListener NONE =
            new AttemptListener() {
                @Override
                public int place(
                        Combination combination, @Nullable String stream, @Nullable String sender) {
                    return 0;
                }

                @Override
                public void attempt(
                        long epochMinute,
                        int place,
                        @Nullable RefusalGroup refusal,
                        long message) {}

                @Override
                public void complete(long epochMinute) {}
            };

    /// A number for where attempts are made: asked once for each combination, stream and sender.
    ///
    /// @param sender the domain of who sends; null where it is not told apart, or where the stream is that domain
    int place(Combination combination, @Nullable String stream, @Nullable String sender);

    /// @param refusal the group of similar refusals it belongs to, null when it was accepted
    /// @param message stands for the message and recipient
    void attempt(long epochMinute, int place, @Nullable RefusalGroup refusal, long message);

    /// Attempts of one minute that were accepted.
    ///
    /// @param places where, in the first `count` places
    default void accepted(long epochMinute, int[] places, int count) {
        for (int i = 0; i < count; i++) {
            attempt(epochMinute, places[i], null, 0);
        }
    }

    /// All attempts up to this minute were told, but for stragglers.
    void complete(long epochMinute);
}
