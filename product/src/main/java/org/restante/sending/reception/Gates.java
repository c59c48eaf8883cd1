package org.restante.sending.reception;

import java.util.List;
import java.util.Optional;
import org.restante.protocol.milter.MilterSettings;

/// Who is asked before a message is taken.
///
/// @param filters milters, in the order they are asked
/// @param policy a service that is asked last, by HTTP
public record Gates(List<MilterSettings> filters, Optional<PolicyHookSettings> policy) {
    /// Nobody.
    public static final Gates NONE = new Gates(List.of(), Optional.empty());

    public Gates {
        filters = List.copyOf(filters);
    }
}
