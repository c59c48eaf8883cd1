package org.restante.sending.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpoolVisitor;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// Files what the spool tells at start: those of a message who wait in one bucket and are due together go together; whose standing is
/// told later goes alone. For ten million recipients, so it keeps a number for each who is still to be told of, and parses no address twice.
final class Filing implements SpoolVisitor {
    private static final int TOLD = -1;

    /// All that a bucket's key has but the domain.
    private record Rest(
            String pool, String source, String tenant, String stream, boolean isTransactional) {}

    private final Queue queue;
    private final long spreadMillis;
    private final Map<Rest, Map<String, Integer>> known = new HashMap<>();
    private final List<QueueBucket> buckets = new ArrayList<>();

    /// The buckets, by number, of recipients whose standing comes later.
    private final Map<UUID, int[]> awaited = new HashMap<>();

    /// Turns from before the restart: an attempt that was stored as begun may not have been made.
    private int turn = Integer.MIN_VALUE;

    /// @param spreadMillis over which what is due already is spread
    Filing(Queue queue, long spreadMillis) {
        this.queue = queue;
        this.spreadMillis = spreadMillis;
    }

    @Override
    public void message(SpooledMessage message, BitSet later) {
        if (queue.isClosed()) {
            return;
        }
        try {
            var stored = StoredMessage.of(message.envelope());
            var told = new Told(message.id());
            var rest = rest(message.id(), stored);
            var byHost = known.computeIfAbsent(rest, ignored -> new HashMap<>());
            int count = message.recipients().size();
            int[] waited = later.isEmpty() ? new int[0] : new int[count];
            for (int i = 0; i < count; i++) {
                var recipient = message.recipients().get(i);
                boolean isLater = later.get(i);
                int bucket =
                        isLater || !recipient.standing().done()
                                ? bucket(rest, byHost, recipient.address())
                                : TOLD;
                if (waited.length > 0) {
                    waited[i] = isLater ? bucket : TOLD;
                }
                if (!isLater && bucket != TOLD) {
                    told.add(bucket, i, recipient.standing());
                }
            }
            if (waited.length > 0) {
                awaited.put(message.id(), waited);
            }
            told.file();
            turn++;
            queue.deadlines().refiled(message.id(), stored);
        } catch (IOException e) {
            queue.damaged().found(message.id(), e);
        }
    }

    @Override
    public void state(UUID id, int ordinal, Standing standing) {
        int[] all = awaited.get(id);
        if (all == null || all[ordinal] == TOLD) {
            return;
        }
        if (!standing.done()) {
            var told = new Told(id);
            told.add(all[ordinal], ordinal, standing);
            told.file();
            turn++;
        }
        all[ordinal] = TOLD;
        for (int bucket : all) {
            if (bucket != TOLD) {
                return;
            }
        }
        awaited.remove(id);
    }

    @Override
    public void damaged(UUID id, SpoolException why) {
        queue.damaged().found(id, why);
    }

    private Rest rest(UUID id, StoredMessage stored) {
        var pool = queue.pools().pool(stored.pool());
        return new Rest(
                pool.name(),
                queue.source(pool, id).name(),
                stored.tenant().orElse(""),
                stored.tenantAndStream(),
                stored.isTransactional());
    }

    private int bucket(Rest rest, Map<String, Integer> byHost, byte[] address) throws IOException {
        var host = StoredMessage.hostText(address);
        var number = byHost.get(host);
        if (number == null) {
            number = buckets.size();
            buckets.add(
                    queue.bucket(
                            new QueueBucket.Key(
                                    StoredMessage.recipient(address).mailbox().host().ascii(),
                                    rest.pool(),
                                    rest.source(),
                                    rest.tenant(),
                                    rest.stream(),
                                    rest.isTransactional())));
            byHost.put(host, number);
        }
        return number;
    }

    /// A message's recipients as they are told of, by bucket and due time.
    private final class Told {
        private record Place(QueueBucket bucket, long due) {}

        private final UUID id;
        private final Map<Place, List<Integer>> places = new HashMap<>();
        private final long now = queue.time().millis();
        private long late = -1;

        Told(UUID id) {
            this.id = id;
        }

        void add(int bucket, int ordinal, Standing standing) {
            var place = new Place(moved(buckets.get(bucket), standing), due(standing));
            places.computeIfAbsent(place, ignored -> new ArrayList<>(1)).add(ordinal);
        }

        /// Where a person has moved it, else where it came.
        private QueueBucket moved(QueueBucket first, Standing standing) {
            var pool =
                    standing.detail().length == 0
                            ? Optional.<String>empty()
                            : Detail.of(standing).pool();
            return pool.map(it ->
                            queue.bucket(
                                    first.key()
                                            .in(
                                                    queue.pools().pool(it).name(),
                                                    queue.source(it, id))))
                    .orElse(first);
        }

        /// What has been due is spread; what is due later than any delay lasts was stored by another clock.
        private long due(Standing standing) {
            boolean isFirst = standing.state() == State.FIRST.number;
            boolean isOfAnotherClock =
                    standing.attempts() > 0 && standing.due() > now + queue.longestDelayMillis();
            if (!isFirst && standing.due() > now && !isOfAnotherClock) {
                return standing.due();
            }
            if (late < 0) {
                late = now + queue.chance().nextLong(spreadMillis);
            }
            return late;
        }

        void file() {
            places.forEach((place, ordinals) -> {
                int[] all = ordinals.stream().mapToInt(Integer::intValue).toArray();
                queue.putBack(place.bucket(), new Waiting(id, all, place.due(), turn));
            });
        }
    }
}
