package org.restante.sending.dispatch;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;

/// How mail for a domain leaves.
public sealed interface Way {
    /// To the first of these hosts that can be spoken with.
    ///
    /// @param provider who runs them, as the word of `knowledge/providers`; null when unknown
    record Open(
            String site,
            @Nullable String provider,
            List<Hop> hops,
            Speaks speaks,
            Security security)
            implements Way {
        public Open {
            hops = List.copyOf(hops);
        }
    }

    /// There is none.
    ///
    /// @param isPermanent whether that will stay so
    /// @param status as RFC 3463 has it
    record None(boolean isPermanent, String status, String text) implements Way {}

    /// A host and where it listens.
    record Hop(String name, InetSocketAddress address) {}
}
