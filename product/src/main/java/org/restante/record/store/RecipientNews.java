package org.restante.record.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;

/// What an event says about how long a recipient waits: that it was deferred, or that its waiting is over.
///
/// @param millis the event's time
/// @param isEnd whether it waits no more
/// @param recipient null where all that are left of the message are meant
/// @param queuedAt in milliseconds; [#UNKNOWN] where the event does not tell
/// @param text what the receiver said, cut to [#MOST_TEXT] characters
record RecipientNews(
        long millis,
        boolean isEnd,
        @Nullable String queueId,
        @Nullable String recipient,
        @Nullable String domain,
        @Nullable String reversePath,
        long queuedAt,
        @Nullable String text) {
    static final long UNKNOWN = Long.MIN_VALUE;
    static final int MOST_TEXT = 1_000;

    /// The act by which a person takes one recipient out of the queue.
    static final String REMOVAL = "remove";

    private static final int QUEUE_ID = EventLine.index("queue_id");
    private static final int RECIPIENT = EventLine.index("recipient");
    private static final int DOMAIN = EventLine.index("recipient_domain");
    private static final int REVERSE_PATH = EventLine.index("reverse_path");
    private static final int QUEUED_AT = EventLine.index("queued_at");
    private static final int ATTEMPT = EventLine.index("attempt");
    private static final int ACT = EventLine.index("act");
    private static final int TEXT = EventLine.index("text");
    private static final byte[] REMOVED = REMOVAL.getBytes(StandardCharsets.US_ASCII);

    RecipientNews {
        text = text == null || text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
    }

    /// Null where it says nothing of the kind: of a recipient that was delivered or refused for good at its first attempt neither, for it never waited.
    static @Nullable RecipientNews of(Event event) {
        var tried = event.attempt();
        var number = tried == null ? null : tried.number();
        if (!concerns(event.type(), REMOVAL.equals(event.act()), number == null ? 0 : number)) {
            return null;
        }
        var queued = event.queuedAt();
        return new RecipientNews(
                event.time().toEpochMilli(),
                event.type() != EventType.DEFERRED,
                event.queueId(),
                event.recipient(),
                event.recipientDomain(),
                event.reversePath(),
                queued == null ? UNKNOWN : queued.toEpochMilli(),
                tried == null ? null : tried.text());
    }

    /// The same of a line whose values are known by their places.
    static @Nullable RecipientNews of(EventLine line) {
        var type = line.type();
        boolean isRemoval = line.has(ACT) && line.is(ACT, REMOVED);
        int number = line.has(ATTEMPT) ? (int) line.number(ATTEMPT) : 0;
        if (!concerns(type, isRemoval, number)) {
            return null;
        }
        boolean isEnd = type != EventType.DEFERRED;
        return new RecipientNews(
                line.millis(),
                isEnd,
                text(line, QUEUE_ID),
                text(line, RECIPIENT),
                isEnd ? null : text(line, DOMAIN),
                text(line, REVERSE_PATH),
                line.has(QUEUED_AT) ? line.millis(QUEUED_AT) : UNKNOWN,
                isEnd ? null : text(line, TEXT));
    }

    private static @Nullable String text(EventLine line, int key) {
        return line.has(key) ? new String(line.copy(key), StandardCharsets.UTF_8) : null;
    }

    private static boolean concerns(EventType type, boolean isRemoval, int number) {
        return switch (type) {
            case DEFERRED, EXPIRED, SUPPRESSED -> true;
            case DELIVERED, BOUNCED -> number != 1;
            case ACTION -> isRemoval;
            case RECEIVED,
                    COMPLAINED,
                    UNSUBSCRIBED,
                    BOUNCED_LATER,
                    HELD,
                    RELEASED,
                    REPORT,
                    FINDING,
                    INCIDENT ->
                    false;
        };
    }

    /// By which the news of one recipient of one message are known; 0 where they cannot be told from another's. Where there is no queue id, sender and
    /// time of queueing stand for it, as in the analysis of a log.
    long key() {
        if (recipient == null) {
            return queue();
        }
        long who = hash(1, recipient.toLowerCase(Locale.ROOT));
        if (queueId != null) {
            return mixed(who * 31 + queue());
        }
        long sender = reversePath == null ? 1 : hash(2, reversePath.toLowerCase(Locale.ROOT));
        return mixed(mixed(who * 31 + sender) + queuedAt);
    }

    /// By which the news of all recipients of one message are known; 0 where that is not told.
    long queue() {
        return queueId == null ? 0 : hash(3, queueId);
    }

    /// FNV-1a, mixed.
    private static long hash(int kind, String text) {
        long hash = (0xcbf29ce484222325L ^ kind) * 0x100000001b3L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    private static long mixed(long all) {
        long hash = (all ^ all >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
