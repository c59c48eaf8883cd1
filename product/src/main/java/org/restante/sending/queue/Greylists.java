package org.restante.sending.queue;

import java.time.Duration;

/// What is learnt of how long each site's greylist keeps a stranger (a source, a reverse-path, a recipient) waiting. All spans begin
/// with the recipient's first refusal.
public interface Greylists {
    /// It was refused so long after the first time; zero at the first.
    void refused(String site, Duration since);

    /// It was let through.
    void passed(String site, Duration since);

    /// When to try it again, refused so long after the first time.
    Duration due(String site, Duration since, boolean isTransactional);
}
