package org.restante.record.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the lines of a message that are no attempts give its attempts, as numbers: nearly always its stream alone, whose number it is then, and with
/// a map its source and pool too. Shared by all threads and guarded by itself.
final class Arrivals {
    /// Numbers below it are streams.
    private static final int FIRST = 1 << 17;

    private static final int MOST = 1 << 18;

    /// @param ranks how firmly each stands, as [Ranks] packs them
    ///
    /// @param sender who sends, where that is not the stream
    record Arrival(int stream, int sender, Egress egress, int ranks) {
        /// Both, of each what stands more firmly.
        Arrival with(Arrival other) {
            boolean otherStream = Ranks.stream(other.ranks) < Ranks.stream(ranks);
            boolean otherSource = Ranks.source(other.ranks) < Ranks.source(ranks);
            boolean otherPool = Ranks.pool(other.ranks) < Ranks.pool(ranks);
            return new Arrival(
                    otherStream ? other.stream : stream,
                    sender == Names.UNKNOWN ? other.sender : sender,
                    (otherSource ? egress.from(other.egress) : egress)
                            .inPool(otherPool ? other.egress.pool() : egress.pool()),
                    Ranks.of(
                            Math.min(Ranks.stream(ranks), Ranks.stream(other.ranks)),
                            Math.min(Ranks.source(ranks), Ranks.source(other.ranks)),
                            Math.min(Ranks.pool(ranks), Ranks.pool(other.ranks))));
        }
    }

    private final Map<Arrival, Integer> numbers = new HashMap<>();
    private final List<Arrival> all = new ArrayList<>();

    /// Whether it is more than a stream.
    static boolean isMore(int number) {
        return number >= FIRST;
    }

    /// Beyond the bound it is the stream alone.
    synchronized int number(Arrival arrival) {
        var known = numbers.get(arrival);
        if (known != null) {
            return known;
        }
        if (all.size() == MOST) {
            return arrival.stream;
        }
        int number = FIRST + all.size();
        all.add(arrival);
        numbers.put(arrival, number);
        return number;
    }

    /// @param number of a stream or of one that is more
    synchronized Arrival get(int number) {
        return isMore(number)
                ? all.get(number - FIRST)
                : new Arrival(number, Names.UNKNOWN, Egress.UNKNOWN, Ranks.OF_STREAM);
    }
}
