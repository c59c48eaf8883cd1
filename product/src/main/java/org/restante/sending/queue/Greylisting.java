package org.restante.sending.queue;

import java.time.Duration;
import java.time.Instant;
import org.restante.meaning.verdict.Verdict;

/// What the queue tells of greylists, and when it tries again who met one: by what was learnt of the site, where neither the receiver nor
/// the operator says when.
///
/// @param site where it happened
record Greylisting(Queue queue, String site, Instant now) {
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    /// A recipient was refused, for the first time or again.
    Detail refused(Detail known) {
        var detail = known.greylisted().isPresent() ? known : known.withGreylisted(now);
        var learnt = queue.greylists();
        if (learnt != null) {
            learnt.refused(site, since(detail));
        }
        return detail;
    }

    /// A recipient was let through.
    void passed(Detail known) {
        var learnt = queue.greylists();
        if (learnt != null && known.greylisted().isPresent()) {
            learnt.passed(site, since(known));
        }
    }

    /// @param usual when it would be tried again by the retry schedule
    Instant due(Detail detail, Verdict verdict, StoredMessage message, Instant usual) {
        var learnt = queue.greylists();
        if (learnt == null || !queue.settings().retry().leavesToGreylist(verdict)) {
            return usual;
        }
        var due =
                now.minus(since(detail))
                        .plus(learnt.due(site, since(detail), message.isTransactional()));
        var soonest = now.plus(AT_LEAST);
        var latest = now.plus(queue.settings().retry().longestNamed());
        due = due.isBefore(soonest) ? soonest : due.isAfter(latest) ? latest : due;
        return due.isAfter(message.expires()) ? message.expires() : due;
    }

    private Duration since(Detail detail) {
        var since = Duration.between(detail.greylisted().orElse(now), now);
        return since.isNegative() ? Duration.ZERO : since;
    }
}
