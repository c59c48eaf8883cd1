package org.restante.record.store;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;

/// What is not written because the rest of the event says it: a `Message-ID` that was made of the queue id, as for mail that comes without one,
/// and the time of queueing that the delay is counted from. The view `events` puts both together again.
final class Spared {
    private Spared() {}

    /// The host behind the queue id in the `Message-ID`; null where it is not made so.
    static @Nullable String idHost(Event event) {
        var id = event.messageId();
        var queue = event.queueId();
        if (id == null || queue == null) {
            return null;
        }
        int at = queue.length() + 1;
        boolean isMade =
                id.length() > at + 2
                        && id.charAt(0) == '<'
                        && id.startsWith(queue, 1)
                        && id.charAt(at) == '@'
                        && id.indexOf('@', at + 1) < 0
                        && id.indexOf('>') == id.length() - 1;
        return isMade ? id.substring(at + 1, id.length() - 1) : null;
    }

    private static final int MESSAGE_ID = EventLine.index("message_id");
    private static final int QUEUE_ID = EventLine.index("queue_id");
    private static final int QUEUED_AT = EventLine.index("queued_at");
    private static final int DELAY = EventLine.index("delay_ms");

    /// Where that host begins in a line; 0 where the `Message-ID` is not made so.
    static int idHost(EventLine line) {
        if (!line.has(MESSAGE_ID) || !line.has(QUEUE_ID)) {
            return 0;
        }
        var octets = line.octets();
        int from = line.from(MESSAGE_ID);
        int last = line.to(MESSAGE_ID) - 1;
        int queue = line.from(QUEUE_ID);
        int length = line.to(QUEUE_ID) - queue;
        int at = from + 1 + length;
        boolean isMade =
                last > at + 1
                        && octets[from] == '<'
                        && octets[at] == '@'
                        && octets[last] == '>'
                        && Arrays.equals(octets, from + 1, at, octets, queue, queue + length);
        for (int i = from + 1; isMade && i < last; i++) {
            isMade = octets[i] != '>' && (i <= at || octets[i] != '@');
        }
        return isMade ? at + 1 : 0;
    }

    static int idHostEnd(EventLine line) {
        return line.to(MESSAGE_ID) - 1;
    }

    /// The same of a line's time of queueing.
    static boolean isQueuedByDelay(EventLine line) {
        return line.has(QUEUED_AT)
                && line.has(DELAY)
                && line.millis() - line.number(DELAY) == line.millis(QUEUED_AT);
    }

    /// The `Message-ID` to be written.
    static @Nullable String messageId(Event event) {
        return idHost(event) == null ? event.messageId() : null;
    }

    /// The queue id that a `Message-ID` was made of, if it was.
    ///
    /// @param bare without its angle brackets
    static @Nullable String queueId(String bare) {
        int at = bare.lastIndexOf('@');
        return at <= 0 ? null : bare.substring(0, at);
    }

    /// Whether time and delay tell when it was queued.
    static boolean isQueuedByDelay(Event event) {
        var tried = event.attempt();
        return event.queuedAt() != null
                && tried != null
                && tried.delayMs() != null
                && tried.delayMs() >= 0
                && event.time().toEpochMilli() - tried.delayMs() == event.queuedAt().toEpochMilli();
    }

    /// The time of queueing to be written.
    static @Nullable Instant queuedAt(Event event) {
        return isQueuedByDelay(event) ? null : event.queuedAt();
    }
}
