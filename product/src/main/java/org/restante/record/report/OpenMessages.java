package org.restante.record.report;

/// What is known of a queued message, its stream most of all, by its queue id: what a log tells once and its delivery lines need. Two
/// generations bound it: when the young one is full the old one is forgotten, and what is asked for stays young.
final class OpenMessages {
    private static final int GENERATION = 600_000;

    private LongTable young = new LongTable(1024);
    private LongTable old = new LongTable(16);

    /// @param arrival what its lines told, by the numbers of [Arrivals]
    void put(long queue, int arrival) {
        if (queue == 0) {
            return;
        }
        if (young.size() >= GENERATION) {
            old = young;
            young = new LongTable(GENERATION / 2);
        }
        young.put(queue, arrival);
    }

    /// The log tells of the message, if not of its stream.
    void meet(long queue) {
        if (!knows(queue)) {
            put(queue, Names.UNKNOWN);
        }
    }

    boolean knows(long queue) {
        return young.get(queue) >= 0 || old.get(queue) >= 0;
    }

    int arrival(long queue) {
        int arrival = young.get(queue);
        if (arrival < 0) {
            arrival = old.get(queue);
        }
        return arrival < 0 ? Names.UNKNOWN : arrival;
    }

    void remove(long queue) {
        if (young.remove(queue) < 0) {
            old.remove(queue);
        }
    }
}
