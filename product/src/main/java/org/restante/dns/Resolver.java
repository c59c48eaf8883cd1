package org.restante.dns;

import java.time.Duration;

/// Answers questions to the DNS. Blocking, made for virtual threads; safe to share.
public interface Resolver {
    /// The records of this type at this name, aliases followed. Comes back within `patience`, with [Answer.Failed] if need be;
    /// an interrupt ends the wait the same way and stays set.
    <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience);
}
