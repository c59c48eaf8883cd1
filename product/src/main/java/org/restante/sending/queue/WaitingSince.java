package org.restante.sending.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.restante.sending.spool.SpooledMessage;

/// Tells how old all that waits is, without reading it: a message's id begins with the milliseconds at which it came in (UUIDv7), and the spool
/// has ids and the number of recipients left in memory. An id that was made of a key for repeating tells no time: such messages are read, some
/// at a time, and their times remembered while they wait. Shared; one asks at a time.
final class WaitingSince {
    /// Messages that are read for one answer, and those whose times are remembered: some 100 octets each.
    private static final int MOST_READ = 2_000;

    private static final int MOST_KNOWN = 50_000;

    private final Queue queue;
    private Map<UUID, Long> known = Map.of();

    WaitingSince(Queue queue) {
        this.queue = queue;
    }

    /// @param steps ages, rising
    synchronized AgeSteps look(List<Duration> steps) throws IOException, InterruptedException {
        var now = queue.time().now();
        var count = new Counting(now, steps);
        var untimed = new HashMap<UUID, Integer>();
        queue.spool()
                .eachLive((id, recipients) -> {
                    if (queue.damaged().stays(id)) {
                        return;
                    }
                    if (id.version() == 7) {
                        count.add(id.getMostSignificantBits() >>> 16, recipients);
                    } else {
                        untimed.put(id, recipients);
                    }
                });
        known = times(untimed);
        untimed.forEach((id, recipients) -> {
            var since = known.get(id);
            if (since == null) {
                count.unknown += recipients;
            } else {
                count.add(since, recipients);
            }
        });
        return count.all();
    }

    /// The times of those that are known already, and of some more.
    private Map<UUID, Long> times(Map<UUID, Integer> untimed)
            throws IOException, InterruptedException {
        var times = new HashMap<UUID, Long>();
        var unread = new ArrayList<UUID>();
        for (var id : untimed.keySet()) {
            var since = known.get(id);
            if (since != null) {
                times.put(id, since);
            } else if (unread.size() < MOST_READ) {
                unread.add(id);
            }
        }
        int room = Math.min(unread.size(), Math.max(0, MOST_KNOWN - times.size()));
        for (SpooledMessage message : queue.messages(unread.subList(0, room))) {
            queue.damaged()
                    .read(message)
                    .ifPresent(
                            stored -> times.put(message.id(), stored.receivedAt().toEpochMilli()));
        }
        return times;
    }

    private static final class Counting {
        private final Instant now;
        private final long[] steps;
        private final long[] onStep;
        private long first = Long.MAX_VALUE;
        private long recipients;
        private long unknown;

        Counting(Instant now, List<Duration> steps) {
            this.now = now;
            this.steps = steps.stream().mapToLong(Duration::toMillis).toArray();
            onStep = new long[this.steps.length];
        }

        void add(long since, int waiting) {
            recipients += waiting;
            first = Math.min(first, since);
            long age = now.toEpochMilli() - since;
            for (int step = steps.length - 1; step >= 0; step--) {
                if (age >= steps[step]) {
                    onStep[step] += waiting;
                    return;
                }
            }
        }

        AgeSteps all() {
            return new AgeSteps(
                    now,
                    recipients + unknown,
                    first == Long.MAX_VALUE
                            ? null
                            : Duration.ofMillis(Math.max(0, now.toEpochMilli() - first)),
                    LongStream.of(onStep).boxed().toList(),
                    unknown);
        }
    }
}
