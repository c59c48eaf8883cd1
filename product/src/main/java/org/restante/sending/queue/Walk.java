package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Looks through the spool for recipients who match, from a cursor on, for a time. For one thread.
final class Walk {
    private static final int FIRST_PAGE = 256;
    private static final int LARGEST_PAGE = 65_536;
    private static final int STRETCH = 64;

    private final Queue queue;
    private final Filter filter;
    private final Roll roll;
    private final Cursor from;
    private final long deadline;
    private final Deque<UUID> ids = new ArrayDeque<>();
    private final Deque<QueuedRecipient> found = new ArrayDeque<>();
    private int page = FIRST_PAGE;
    private @Nullable UUID lastId;
    private boolean isBegun;
    private boolean isCut;

    Walk(Queue queue, Filter filter, Cursor from, Duration bound) {
        this.queue = queue;
        this.filter = filter;
        this.from = from;
        roll = new Roll(queue);
        deadline = queue.time().millis() + bound.toMillis();
    }

    /// Null when there is none, or the time is over.
    @Nullable QueuedRecipient next() throws IOException {
        try {
            while (found.isEmpty()) {
                if (isBegun && queue.time().millis() >= deadline) {
                    isCut = true;
                    return null;
                }
                if (ids.isEmpty() && !more()) {
                    return null;
                }
                look();
            }
            return found.removeFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /// Where to go on when the time was over; null when all was seen.
    @Nullable String rest() {
        return isCut && lastId != null ? new Cursor(lastId, Integer.MAX_VALUE).toString() : null;
    }

    private boolean more() {
        if (!isBegun && from.id() != null) {
            ids.add(from.id());
            lastId = from.id();
        } else {
            ids.addAll(queue.spool().ids(lastId, page));
            page = Math.min(LARGEST_PAGE, page * 4);
        }
        isBegun = true;
        return !ids.isEmpty();
    }

    private void look() throws IOException, InterruptedException {
        List<UUID> some = new java.util.ArrayList<>(STRETCH);
        while (some.size() < STRETCH && !ids.isEmpty()) {
            some.add(ids.removeFirst());
        }
        for (var message : queue.messages(some)) {
            for (var it : roll.seen(message)) {
                boolean isTold = it.id().equals(from.id()) && it.ordinal() <= from.ordinal();
                if (!isTold && filter.matches(it, queue.time().now())) {
                    found.add(it);
                }
            }
        }
        lastId = some.getLast();
    }
}
