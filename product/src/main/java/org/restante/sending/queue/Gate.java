package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.restante.mail.message.Recipient;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// What a row goes through before its mail is handed out. A row is a hint; how a recipient stands in the spool is the truth, and a
/// person's order may be in the way. Whom it lets pass is claimed.
final class Gate {
    /// When what is in somebody's hand is looked at again.
    private static final long AGAIN_MILLIS = 1000;

    /// A row that was due so much earlier than its recipient now is, is an older one.
    private static final long OLDER_MILLIS = 2000;

    private final Queue queue;
    private final QueueBucket bucket;
    private final Waiting row;

    Gate(Queue queue, QueueBucket bucket, Waiting row) {
        this.queue = queue;
        this.bucket = bucket;
        this.row = row;
    }

    /// Claims the row's recipients; those in somebody's hand go back for a moment.
    List<Integer> claim() {
        List<Integer> claimed = new ArrayList<>(row.ordinals().length);
        List<Integer> inHand = new ArrayList<>(0);
        for (int ordinal : row.ordinals()) {
            (queue.claims().take(row.id(), ordinal) ? claimed : inHand).add(ordinal);
        }
        if (!inHand.isEmpty()) {
            int[] all = inHand.stream().mapToInt(Integer::intValue).toArray();
            long due = Math.max(row.due(), queue.time().millis()) + AGAIN_MILLIS;
            queue.putBack(bucket, new Waiting(row.id(), all, due, row.turn()));
        }
        return claimed;
    }

    void free(List<Integer> ordinals) {
        ordinals.forEach(ordinal -> queue.claims().free(row.id(), ordinal));
    }

    /// The message, if it is still here and whole; the claims end where it is not, or cannot be read.
    Optional<SpooledMessage> read(List<Integer> claimed) throws IOException {
        try {
            var message = queue.spool().message(row.id());
            if (message.isEmpty()) {
                free(claimed);
            }
            return message;
        } catch (InterruptedException e) {
            free(claimed);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (IOException e) {
            free(claimed);
            if (DamagedMail.isDamage(e)) {
                queue.damaged().found(row.id(), e);
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Whether it may leave now. Where it may not, its claim ends.
    boolean passes(SpooledMessage message, StoredMessage stored, int ordinal, Recipient recipient) {
        var standing = message.recipients().get(ordinal).standing();
        var detail = Detail.of(standing);
        var pool = detail.pool().orElse(stored.pool());
        if (standing.done() || isOlder(standing)) {
            queue.claims().free(row.id(), ordinal);
            return false;
        }
        if (detail.pool().isPresent() && !isIn(pool)) {
            queue.claims().free(row.id(), ordinal);
            var due = Roll.due(standing, stored);
            queue.file(stored, row.id(), ordinal, recipient, pool, due);
            return false;
        }
        if (detail.exported().isEmpty() && queue.holds().isEmpty()) {
            return true;
        }
        var it = new Roll(queue).of(message, stored, ordinal, recipient, false);
        if (it.heldBy() == null) {
            return true;
        }
        keepBack(message, stored, ordinal, recipient, it);
        return false;
    }

    private boolean isIn(String pool) {
        var here = bucket.key().pool();
        return here.equals(pool) || here.equals(queue.pools().pool(pool).name());
    }

    /// A due time later than any delay lasts was stored by another clock, before a restart.
    private boolean isOlder(Standing standing) {
        boolean isOfAnotherClock =
                standing.attempts() > 0
                        && standing.due() > queue.time().millis() + queue.longestDelayMillis();
        return standing.state() != State.FIRST.number
                && standing.due() > row.due() + OLDER_MILLIS
                && !isOfAnotherClock;
    }

    /// It leaves the buckets; whoever ends the hold files it again. Its first attempt was counted when it came, and is not made.
    private void keepBack(
            SpooledMessage message,
            StoredMessage stored,
            int ordinal,
            Recipient recipient,
            QueuedRecipient it) {
        var standing = message.recipients().get(ordinal).standing();
        if (standing.state() == State.FIRST.number) {
            queue.settle(
                    row.id(),
                    ordinal,
                    new Standing(
                            State.WAITING.number,
                            false,
                            0,
                            it.due().toEpochMilli(),
                            standing.detail()),
                    new byte[0]);
        } else {
            queue.claims().free(row.id(), ordinal);
        }
        boolean isLetGoMeanwhile =
                new Roll(queue).of(message, stored, ordinal, recipient, false).heldBy() == null;
        if (isLetGoMeanwhile) {
            queue.file(stored, row.id(), ordinal, recipient, it.pool(), it.due());
        }
    }
}
