package org.restante.sending.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.restante.sending.dispatch.Turns.Ready;

/// The buckets of one class of a lane. Tenants share it by deficit round robin, counted in recipients: each turn grants one, what a
/// transaction takes beyond that is paid for by turns left out. So what a tenant gets depends neither on how much it has waiting, nor
/// in how many domains and streams, nor on how large its transactions are. A tenant's own buckets go one after the other.
final class Shares {
    private static final int GRANTED = 1;

    private static final class Share {
        private final String tenant;
        private final Deque<Ready> buckets = new ArrayDeque<>();
        private int credit;

        private Share(String tenant) {
            this.tenant = tenant;
        }
    }

    private final Map<String, Share> byTenant = new HashMap<>();

    /// Those with buckets; who is first has the turn.
    private final Deque<Share> ring = new ArrayDeque<>();

    private int buckets;

    /// Its bucket goes last among its tenant's.
    void add(Ready ready) {
        var share =
                byTenant.computeIfAbsent(
                        ready.bucket().tenant(),
                        tenant -> {
                            var fresh = new Share(tenant);
                            ring.addLast(fresh);
                            return fresh;
                        });
        share.buckets.addLast(ready);
        buckets++;
    }

    boolean isEmpty() {
        return buckets == 0;
    }

    /// How many buckets.
    int size() {
        return buckets;
    }

    List<Ready> all() {
        List<Ready> all = new ArrayList<>(buckets);
        ring.forEach(share -> all.addAll(share.buckets));
        return all;
    }

    /// The bucket whose turn it is.
    Ready first() {
        return turn().buckets.getFirst();
    }

    private Share turn() {
        while (true) {
            for (int i = ring.size(); i > 0; i--) {
                var first = ring.getFirst();
                if (first.credit > 0) {
                    return first;
                }
                first.credit += GRANTED;
                if (first.credit > 0) {
                    return first;
                }
                goesLast();
            }
            // All have taken beyond their turns; the rounds in which nobody could go are gone
            // through at once.
            int most = ring.stream().mapToInt(share -> share.credit).max().orElseThrow();
            ring.forEach(share -> share.credit -= most);
        }
    }

    private void goesLast() {
        ring.addLast(ring.removeFirst());
    }

    /// The first bucket has given a transaction: it goes last among its tenant's, who pays.
    void taken(int recipients) {
        var share = ring.getFirst();
        share.buckets.addLast(share.buckets.removeFirst());
        share.credit -= recipients;
        if (share.credit <= 0) {
            goesLast();
        }
    }

    /// The first bucket has nothing that is wanted now: it goes last among its tenant's, who goes last too.
    void passed() {
        var share = ring.getFirst();
        share.buckets.addLast(share.buckets.removeFirst());
        goesLast();
    }

    /// The first bucket goes away. A tenant without any is not in debt when it comes again.
    void removed() {
        var share = ring.getFirst();
        share.buckets.removeFirst();
        buckets--;
        if (share.buckets.isEmpty()) {
            ring.removeFirst();
            byTenant.remove(share.tenant);
        }
    }

    /// Makes it anew of these alone.
    void keep(List<Ready> these) {
        byTenant.clear();
        ring.clear();
        buckets = 0;
        these.forEach(this::add);
    }
}
