package org.restante.protocol.tlspolicy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The TXT record at `_smtp._tls.` that says where TLS reports are wanted (RFC 8460 §3).
///
/// @param addresses `mailto:` and `https:` only
public record ReportRecord(List<URI> addresses) {
    private static final int MOST_ADDRESSES = 16;

    public ReportRecord {
        addresses = List.copyOf(addresses);
    }

    /// The record that `text` is; empty when it is none or a broken one.
    public static Optional<ReportRecord> parse(String text) {
        return RecordFields.parse(text, "TLSRPTv1")
                .flatMap(fields -> addresses(fields.getOrDefault("rua", "")));
    }

    private static Optional<ReportRecord> addresses(String rua) {
        var addresses = new ArrayList<URI>();
        for (var text : rua.split(",", -1)) {
            try {
                var uri = new URI(text.strip());
                if (!"mailto".equalsIgnoreCase(uri.getScheme())
                        && !"https".equalsIgnoreCase(uri.getScheme())) {
                    return Optional.empty();
                }
                addresses.add(uri);
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
        return addresses.size() > MOST_ADDRESSES
                ? Optional.empty()
                : Optional.of(new ReportRecord(addresses));
    }
}
