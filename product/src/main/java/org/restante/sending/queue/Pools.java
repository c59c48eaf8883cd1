package org.restante.sending.queue;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.restante.sending.dispatch.Source;

/// The pools of sources that mail leaves from. A message's source follows from its id: it stays the same however often it is asked,
/// and a closed lane's share goes to nobody else.
public final class Pools {
    /// A source and its share.
    ///
    /// @param weight at least 1
    public record Member(Source source, int weight) {}

    private final Map<String, List<Member>> pools;
    private final String usual;

    /// @param usual where mail goes that names no pool, or none that there is
    public Pools(Map<String, List<Member>> pools, String usual) {
        this.pools = Map.copyOf(pools);
        this.usual = usual;
        if (!pools.containsKey(usual) || pools.values().stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "each pool has a source, and there is a pool " + usual);
        }
    }

    String usual() {
        return usual;
    }

    Source source(String pool, UUID id) {
        var members = pools.getOrDefault(pool, pools.getOrDefault(usual, List.of()));
        long all = members.stream().mapToLong(Member::weight).sum();
        long at =
                Long.remainderUnsigned(
                        id.getLeastSignificantBits() * 0x9E37_79B9_7F4A_7C15L >>> 1, all);
        for (var member : members) {
            at -= member.weight();
            if (at < 0) {
                return member.source();
            }
        }
        return members.getLast().source();
    }
}
