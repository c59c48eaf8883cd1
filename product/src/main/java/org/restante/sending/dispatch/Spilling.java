package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.Optional;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// A bucket of a source that is being warmed up, as a warm source sees it: it may take what today's plan has no room for, and no more.
///
/// @param plan of the source that is being warmed up
record Spilling(Bucket bucket, BulkPlan plan) implements Bucket {
    @Override
    public String domain() {
        return bucket.domain();
    }

    @Override
    public Pool pool() {
        return bucket.pool();
    }

    @Override
    public Source source() {
        return bucket.source();
    }

    @Override
    public String tenant() {
        return bucket.tenant();
    }

    @Override
    public String stream() {
        return bucket.stream();
    }

    @Override
    public boolean isTransactional() {
        return false;
    }

    @Override
    public int waiting() {
        return (int) Math.min(bucket.waiting(), Math.max(0, plan.surplus()));
    }

    @Override
    public Duration dueFor() {
        return bucket.dueFor();
    }

    @Override
    public Optional<Consignment> take(int mostRecipients, Preference preference) {
        if (!plan.spills(bucket)) {
            return Optional.empty();
        }
        var taken = bucket.take(mostRecipients, preference);
        taken.ifPresent(one -> plan.spilt(one.recipients()));
        return taken;
    }
}
