package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.Optional;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// Mail that waits together: for one domain, of one pool and its source that was drawn for it, of one stream. Equal buckets are the
/// same object.
public interface Bucket {
    String domain();

    Pool pool();

    /// Drawn from the pool for each message by its id, so that it stays the same from attempt to attempt.
    Source source();

    /// Whose mail it is; empty for nobody's in particular.
    String tenant();

    /// With its tenant before it.
    String stream();

    /// Whether it goes before bulk.
    boolean isTransactional();

    /// Recipients in it, those not due yet among them.
    int waiting();

    /// For how long its oldest due message has been due; zero when nothing is.
    Duration dueFor();

    /// The next due message for up to so many recipients; empty when nothing is due, or nothing that fits among the first few.
    ///
    /// @param preference what is to be tried rather than others
    Optional<Consignment> take(int mostRecipients, Preference preference);
}
