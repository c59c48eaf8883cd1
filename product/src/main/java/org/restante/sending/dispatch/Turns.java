package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose turn it is in a lane: of the buckets with due mail, transactional ones first, bulk every fifth time at least, tenants
/// of a kind by deficit round robin; what the site does not take for now is set aside meanwhile. Guarded by the lane's lock.
final class Turns {
    private static final int TRANSACTIONAL_IN_A_ROW = 4;

    record Ready(Bucket bucket, Way.Open way) {}

    /// What was found.
    record Found(Ready ready, Consignment consignment) {}

    private record Held(Ready ready, long until) {}

    private final String site;
    private final SiteHolds holds;
    private final Shares transactional = new Shares();
    private final Shares bulk = new Shares();
    private final Set<Bucket> known = new HashSet<>();
    private final List<Held> held = new ArrayList<>();
    private int inARow;

    Turns(String site, SiteHolds holds) {
        this.site = site;
        this.holds = holds;
    }

    void add(Bucket bucket, Way.Open way) {
        if (known.add(bucket)) {
            of(bucket).add(new Ready(bucket, way));
        }
    }

    private Shares of(Bucket bucket) {
        return bucket.isTransactional() ? transactional : bulk;
    }

    boolean hasTransactional() {
        return !transactional.isEmpty();
    }

    boolean hasBulk() {
        return !bulk.isEmpty();
    }

    boolean hasAny() {
        return hasTransactional() || hasBulk();
    }

    /// Buckets, those set aside among them.
    int buckets() {
        return known.size();
    }

    /// Recipients that wait in them, those not due yet among them.
    long waiting() {
        long all = 0;
        for (var bucket : known) {
            all += bucket.waiting();
        }
        return all;
    }

    /// What is set aside; null when nothing is.
    LaneStanding.@Nullable Aside aside(long now) {
        long recipients = 0;
        long next = Long.MAX_VALUE;
        for (var one : held) {
            recipients += one.ready().bucket().waiting();
            next = Math.min(next, one.until());
        }
        return recipients == 0
                ? null
                : new LaneStanding.Aside(recipients, Duration.ofNanos(Math.max(0, next - now)));
    }

    /// Recipients of bulk mail that wait, those not due yet and those set aside among them.
    long waitingBulk() {
        long all = 0;
        for (var bucket : known) {
            all += bucket.isTransactional() ? 0 : bucket.waiting();
        }
        return all;
    }

    /// Buckets of bulk mail that are its own.
    List<Ready> bulk() {
        return bulk.all().stream().filter(ready -> !(ready.bucket() instanceof Spilling)).toList();
    }

    /// Puts back to work what is held no longer.
    ///
    /// @return when the next is released; [Long#MAX_VALUE] when none is held
    long release(long now) {
        long next = Long.MAX_VALUE;
        for (var each = held.iterator(); each.hasNext(); ) {
            var one = each.next();
            if (one.until() <= now) {
                each.remove();
                of(one.ready().bucket()).add(one.ready());
            } else {
                next = Math.min(next, one.until());
            }
        }
        return next;
    }

    /// The next message; one that fits, where there is such.
    ///
    /// @param mostOfBulk recipients of a bulk message
    /// @param bulkMayGo whether bulk's time has come
    Optional<Found> take(
            int mostRecipients,
            int mostOfBulk,
            Preference preference,
            boolean bulkMayGo,
            long now) {
        if (!preference.isAny()) {
            for (var from : bulkMayGo ? List.of(transactional, bulk) : List.of(transactional)) {
                for (int i = from.size(); i > 0; i--) {
                    int most = from == bulk ? mostOfBulk : mostRecipients;
                    var found = takeFrom(from, most, preference, now);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return takeAny(mostRecipients, mostOfBulk, bulkMayGo, now);
    }

    private Optional<Found> takeAny(
            int mostRecipients, int mostOfBulk, boolean bulkMayGo, long now) {
        boolean isBulksTurn = bulkMayGo && inARow >= TRANSACTIONAL_IN_A_ROW;
        while (hasTransactional() || bulkMayGo && hasBulk()) {
            boolean isBulk = !hasTransactional() || isBulksTurn && hasBulk();
            var found =
                    isBulk
                            ? takeFrom(bulk, mostOfBulk, Preference.ANY, now)
                            : takeFrom(transactional, mostRecipients, Preference.ANY, now);
            if (found.isPresent()) {
                inARow = isBulk ? 0 : inARow + 1;
                return found;
            }
        }
        return Optional.empty();
    }

    /// From the bucket whose turn it is; it goes away when it has nothing due, or aside when it is held.
    private Optional<Found> takeFrom(
            Shares from, int mostRecipients, Preference preference, long now) {
        var ready = from.first();
        var bucket = ready.bucket();
        long heldFor = holds.heldFor(site, bucket.domain(), bucket.stream(), now);
        if (heldFor > 0) {
            held.add(new Held(ready, now + heldFor));
            from.removed();
            return Optional.empty();
        }
        var consignment = ready.bucket().take(mostRecipients, preference);
        if (consignment.isPresent()) {
            from.taken(consignment.get().recipients());
        } else if (!preference.isAny()) {
            from.passed();
        } else {
            from.removed();
            known.remove(ready.bucket());
        }
        return consignment.map(taken -> new Found(ready, taken));
    }

    /// Those that another source may carry, by their operator's leave, taken out.
    List<Bucket> handOver() {
        var handed = new ArrayList<Bucket>();
        for (var from : List.of(transactional, bulk)) {
            var kept = new ArrayList<Ready>();
            for (var ready : from.all()) {
                if (!ready.bucket().pool().mayHop()) {
                    kept.add(ready);
                    continue;
                }
                known.remove(ready.bucket());
                if (!(ready.bucket() instanceof Spilling)) {
                    handed.add(ready.bucket());
                }
            }
            if (kept.size() < from.size()) {
                from.keep(kept);
            }
        }
        return handed;
    }
}
