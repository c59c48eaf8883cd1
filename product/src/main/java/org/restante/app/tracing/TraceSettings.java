package org.restante.app.tracing;

import java.net.URI;
import java.util.Map;

/// Where traces go.
///
/// @param endpoint the collector's address for traces, OTLP by HTTP (`http://127.0.0.1:4318/v1/traces`)
/// @param headers sent with each request, such as `Authorization`
/// @param share of the messages that are traced, from 0 to 1; a message is traced whole or not at all
/// @param recipients whether whole addresses are told, and not their domains alone
public record TraceSettings(
        URI endpoint, Map<String, String> headers, double share, boolean recipients) {
    /// The endpoint without what may be secret: scheme, host and port.
    String place() {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    public TraceSettings {
        headers = Map.copyOf(headers);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share from 0 to 1 is meant, not " + share);
        }
    }
}
