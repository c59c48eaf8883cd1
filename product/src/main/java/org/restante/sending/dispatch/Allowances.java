package org.restante.sending.dispatch;

import org.restante.sending.routing.Source;

/// Which sources are being warmed up for which receivers.
@FunctionalInterface
public interface Allowances {
    Allowances NONE = (way, source) -> Allowance.FREE;

    /// What the source may send to the receiver; it stays good while plans begin and end.
    Allowance of(Way.Open way, Source source);
}
