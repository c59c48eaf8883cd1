package org.restante.sending.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Settled;
import org.restante.sending.suppression.Origin;
import org.restante.sending.suppression.Suppressed;
import org.restante.sending.suppression.Suppression;
import org.restante.sending.suppression.SuppressionSettings;
import org.restante.sending.suppression.Suppressions;
import org.restante.sending.suppression.UnknownUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose mail is kept back, and what bounces add to that. Changes by people are on disk and on record when it answers; what bounces teach
/// is written by a thread of its own, so that no delivery waits for it.
public final class SuppressionDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuppressionDesk.class);

    /// After so long, refusals that were for now are a reason to propose an end.
    private static final Duration PROPOSED_AFTER = Duration.ofHours(72);

    private static final int MOST_TO_LEARN = 10_000;
    private static final int LEARNT_AT_ONCE = 500;
    private static final String ACTOR = "restante";

    /// What a bounce teaches.
    ///
    /// @param isRevised whether it only replaces what the same answer had taught
    private record Taught(Suppression entry, boolean isRevised) {}

    private final Queue queue;
    private final LinkedBlockingQueue<Taught> toLearn = new LinkedBlockingQueue<>(MOST_TO_LEARN);
    private final UnknownUsers unknownUsers = new UnknownUsers();
    private volatile SuppressionSettings settings = SuppressionSettings.defaults();
    private volatile @Nullable Suppressions list;
    private volatile @Nullable Thread learning;

    SuppressionDesk(Queue queue) {
        this.queue = queue;
    }

    /// From now on this is the list.
    void open(Suppressions now) {
        list = now;
        learning = Thread.ofPlatform().name("suppression").daemon().start(this::learn);
    }

    /// From now on this is done about it.
    public void use(SuppressionSettings others) {
        settings = others;
    }

    boolean refusesAtRcpt() {
        return settings.refusesAtRcpt();
    }

    /// Why mail for the recipient is kept back; empty where it may go.
    Optional<Suppression> keepsBack(Mailbox to, Optional<String> tenant, boolean isTransactional) {
        var known = list;
        if (known == null || known.size() == 0) {
            return Optional.empty();
        }
        var found = known.of(to, tenant);
        return isTransactional
                ? found.stream()
                        .filter(one -> !settings.bulkOnly().contains(one.origin()))
                        .findFirst()
                : found.stream().findFirst();
    }

    /// The site took mail for a recipient.
    void delivered(String site) {
        unknownUsers.taken(site);
    }

    /// A recipient came to an end that was no delivery. One that does not exist is not mailed again; for one that was refused for now
    /// until its time was over it is proposed, for people to decide.
    void failed(StoredMessage message, Recipient recipient, Settled settled, String site) {
        var verdict = settled.verdict();
        if (verdict == null || !(settled.outcome() instanceof Outcome.Refused refused)) {
            return;
        }
        boolean isForGood =
                verdict.signalled() == Permanence.PERMANENT
                        && verdict.effective() == Permanence.PERMANENT
                        && settings.automatic().contains(verdict.cause());
        if (isForGood) {
            learn(message, recipient, refused, site);
        } else if (isRefusedForLong(message, verdict)) {
            queue.note(
                    queue.chronicle()
                            .proposesSuppression(
                                    message, recipient, PROPOSED_AFTER, words(refused)));
        }
    }

    private boolean isRefusedForLong(StoredMessage message, Verdict verdict) {
        return verdict.effective() == Permanence.TEMPORARY
                && verdict.scope() == Scope.RECIPIENT
                && !queue.time().now().isBefore(message.receivedAt().plus(PROPOSED_AFTER));
    }

    private void learn(
            StoredMessage message, Recipient recipient, Outcome.Refused refused, String site) {
        var now = queue.time().now();
        var policy = settings;
        var tenant = policy.shared() ? Optional.<String>empty() : message.tenant();
        Suppressed.of(recipient.mailbox().toString(), tenant)
                .map(who ->
                        new Suppression(
                                who,
                                Origin.HARD_BOUNCE,
                                words(refused),
                                now,
                                policy.automaticFor().map(now::plus)))
                .filter(one -> list != null)
                .ifPresent(one -> learn(site, one, now));
    }

    /// One at a time: what is said of a recipient for a day must come behind what was said for good.
    private synchronized void learn(String site, Suppression entry, Instant now) {
        var lesson = unknownUsers.unknown(site, entry, now);
        lesson.begins()
                .ifPresent(why -> {
                    LOG.warn("{}: it is believed for a day only", why);
                    queue.note(queue.chronicle().doubts(why));
                });
        offer(new Taught(lesson.entry(), false));
        lesson.revised().forEach(one -> offer(new Taught(one, true)));
    }

    private void offer(Taught taught) {
        if (!toLearn.offer(taught)) {
            LOG.warn("{} is not suppressed: too many bounce at once", taught.entry().who());
        }
    }

    private static String words(Outcome.Refused refused) {
        var reply = refused.reply();
        var code = reply.code().isPresent() ? reply.code().getAsInt() + " " : "";
        return code + String.join(" ", reply.lines());
    }

    private void learn() {
        try {
            while (true) {
                var all = new ArrayList<Taught>();
                all.add(toLearn.take());
                toLearn.drainTo(all, LEARNT_AT_ONCE);
                learn(all);
            }
        } catch (InterruptedException e) {
            var rest = new ArrayList<Taught>();
            toLearn.drainTo(rest);
            learn(rest);
        }
    }

    private void learn(List<Taught> all) {
        var known = list;
        if (known != null) {
            write(known, all, false);
            write(known, all, true);
        }
    }

    /// Who is on the list already stays as it is. What is revised takes the place of what the same answer had taught, and of nothing else: people may have
    /// changed or removed that.
    private void write(Suppressions known, List<Taught> all, boolean isRevised) {
        var news =
                all.stream()
                        .filter(one -> one.isRevised() == isRevised)
                        .map(Taught::entry)
                        .filter(one ->
                                known.entry(one.who())
                                        .map(there -> isRevised && isOfTheSameAnswer(one, there))
                                        .orElse(!isRevised))
                        .toList();
        try {
            if (!news.isEmpty()) {
                known.put(news);
                for (var one : news) {
                    queue.note(queue.chronicle().suppresses(one, new By(ACTOR, one.reason())));
                }
            }
        } catch (IOException e) {
            LOG.error("{} addresses are not suppressed: {}", news.size(), e.getMessage());
        }
    }

    private static boolean isOfTheSameAnswer(Suppression one, Suppression there) {
        return one.origin() == there.origin()
                && one.since().toEpochMilli() == there.since().toEpochMilli();
    }

    private Suppressions list() throws IOException {
        var known = list;
        if (known == null) {
            throw new IOException("there is no list");
        }
        return known;
    }

    /// Puts these on the list, each in place of what was said of it before.
    public Suppressions.Change add(List<Suppression> entries, By by) throws IOException {
        var change = list().put(entries);
        queue.note(
                entries.size() == 1
                        ? queue.chronicle().suppresses(entries.getFirst(), by)
                        : queue.chronicle().did(by, "suppress recipients=" + entries.size()));
        return change;
    }

    /// Takes these off it.
    ///
    /// @return how many were on it
    public int remove(List<Suppressed> all, By by) throws IOException {
        int removed = list().remove(all);
        if (removed > 0) {
            queue.note(
                    all.size() == 1
                            ? queue.chronicle().suppressesNoMore(all.getFirst(), by)
                            : queue.chronicle().did(by, "end of suppress recipients=" + removed));
        }
        return removed;
    }

    /// @param from the place an earlier page said; 0 to begin
    public Suppressions.Page page(Predicate<Suppression> wanted, long from, int most)
            throws IOException {
        return list().page(wanted, from, most);
    }

    /// What concerns mail for this address, of all tenants' and this one's.
    public List<Suppression> of(Mailbox to, Optional<String> tenant) throws IOException {
        return list().of(to, tenant);
    }

    /// The entry for exactly these.
    public Optional<Suppression> entry(Suppressed who) throws IOException {
        return list().entry(who);
    }

    /// Entries of a tenant's own.
    public int size(String tenant) {
        var known = list;
        return known == null ? 0 : known.size(tenant);
    }

    public int size() {
        var known = list;
        return known == null ? 0 : known.size();
    }

    @Override
    public void close() {
        var running = learning;
        if (running != null) {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        var known = list;
        if (known != null) {
            known.close();
        }
    }
}
