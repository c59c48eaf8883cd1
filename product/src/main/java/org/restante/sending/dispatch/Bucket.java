package org.restante.sending.dispatch;

import java.util.Optional;

/// Mail that waits together: for one domain, from one source, of one stream. Equal buckets are the same object.
public interface Bucket {
    String domain();

    Source source();

    /// Whether it goes before bulk.
    boolean isTransactional();

    /// The next due message for up to so many recipients; empty when nothing is due.
    Optional<Consignment> take(int mostRecipients);
}
