package org.restante.record.report;

/// Which stream a queued message belongs to, by its queue id: what a log tells once and its delivery lines need. Two
/// generations bound it: when the young one is full the old one is forgotten, and what is asked for stays young.
final class OpenMessages {
    private static final int GENERATION = 600_000;

    private LongTable young = new LongTable(1024);
    private LongTable old = new LongTable(16);

    void put(long queue, int stream) {
        if (queue == 0) {
            return;
        }
        if (young.size() >= GENERATION) {
            old = young;
            young = new LongTable(GENERATION / 2);
        }
        young.put(queue, stream);
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

    int stream(long queue) {
        int stream = young.get(queue);
        if (stream < 0) {
            stream = old.get(queue);
        }
        return stream < 0 ? Names.UNKNOWN : stream;
    }

    void remove(long queue) {
        if (young.remove(queue) < 0) {
            old.remove(queue);
        }
    }
}
