package org.restante.app.sink;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.restante.simulation.receiver.ReceiverModel;

/// A receiver and where it stands.
///
/// @param addresses of its hosts, in their order; fewer than the model's where fewer can be had
public record Post(ReceiverModel model, List<InetSocketAddress> addresses) {
    public Post {
        addresses = List.copyOf(addresses);
    }

    public String name() {
        return model.name();
    }

    /// The domain whose mail would be sent there: its name under `.test` (RFC 6761 §6.2).
    public String domain() {
        var label = name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
        return label.replaceAll("^[.-]+|[.-]+$", "") + ".test";
    }

    /// What `restante serve --route` wants to hear; a route has one next hop, so it leads to the first host.
    public String route() {
        return domain() + "=" + written(addresses.getFirst());
    }

    static String written(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
