package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.record.report.NamedAddresses.Reader;

/// An address that receivers' texts name: evidence of which source they speak of.
///
/// @param provider null when several providers name it
public record NamedAddress(String address, @Nullable String provider, long refusals) {
    /// The first IPv4 address in a receiver's text that is not its host's own.
    ///
    /// @param host the address of the host that said it, null where it is not known
    public static Optional<String> firstIn(String reply, @Nullable String host) {
        var text = reply.getBytes(StandardCharsets.UTF_8);
        for (long found = Reader.first(text, 0, text.length);
                found != 0;
                found = Reader.first(text, Reader.end(found), text.length)) {
            int start = Reader.start(found);
            var address =
                    new String(text, start, Reader.end(found) - start, StandardCharsets.US_ASCII);
            if (!address.equals(host)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
