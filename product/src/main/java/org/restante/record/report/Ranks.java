package org.restante.record.report;

import org.restante.record.logs.LogRow;

/// How firmly a row's stream, source and pool stand, each as [LogRow#rank] counts, in one number.
final class Ranks {
    private static final int BITS = 10;
    private static final int ONE = (1 << BITS) - 1;

    /// A stream that is but the sender's domain.
    static final int SENDER = LogRow.ABSENT - 1;

    /// Of a message of which nothing but its stream is known.
    static final int OF_STREAM = of(SENDER, LogRow.ABSENT, LogRow.ABSENT);

    private Ranks() {}

    static int of(int stream, int source, int pool) {
        return (stream << BITS | source) << BITS | pool;
    }

    static int stream(int ranks) {
        return ranks >>> 2 * BITS;
    }

    static int source(int ranks) {
        return ranks >>> BITS & ONE;
    }

    static int pool(int ranks) {
        return ranks & ONE;
    }
}
