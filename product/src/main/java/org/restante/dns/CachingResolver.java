package org.restante.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Remembers what another resolver said: records for their TTL, "none" by RFC 2308, failures for a moment (RFC 9520), each within
/// bounds. While nobody can tell anything newer, old records are served for a while longer (RFC 8767); but never a TLSA record,
/// a bogus answer's place or a "none": those would weaken TLS or bounce mail on old news.
///
/// The same question asked by many at once is asked below once; each asker waits no longer than its own patience.
public final class CachingResolver implements Resolver {
    /// How much is kept, and how long.
    ///
    /// @param entries at most so many answers
    /// @param octets of about so much memory in all
    /// @param shortest a TTL below this is raised to it, or a name with TTL 0 costs a question for every message
    /// @param longest a TTL above this is lowered to it
    /// @param longestNone the same for "no records" and "no such name"
    /// @param none how long "none" is kept when the answer does not say (RFC 2308 §5 would not keep it at all)
    /// @param failure how long nobody is asked again after a failure
    /// @param stale how long beyond their TTL records may be served
    /// @param staleAgain how long between two tries to get newer ones
    /// @param patience how long a question below may take, whoever waits for it
    public record Bounds(
            int entries,
            long octets,
            Duration shortest,
            Duration longest,
            Duration longestNone,
            Duration none,
            Duration failure,
            Duration stale,
            Duration staleAgain,
            Duration patience) {
        /// 100,000 answers in about 64 MB; five seconds to a day; "none" for an hour at most; a day of stale records.
        public static Bounds usual() {
            return new Bounds(
                    100_000,
                    64L << 20,
                    Duration.ofSeconds(5),
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofDays(1),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(12));
        }
    }

    /// What has happened since the start.
    public record Counts(
            long hits, long misses, long stale, long failures, int entries, long octets) {}

    private record Key(RecordType<?> type, DnsName name) {}

    /// @param until the tick until which the answer is good
    /// @param staleUntil the tick until which it may be served when nobody can tell
    private record Entry(Answer<?> answer, long until, long staleUntil, int octets) {}

    private final Resolver below;
    private final Bounds bounds;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
    private final Map<Key, CompletableFuture<Answer<?>>> underWay = new ConcurrentHashMap<>();
    private long octets;
    private long hits;
    private long misses;
    private long stale;
    private long failures;

    /// @param nanos a monotonic ticker
    public CachingResolver(Resolver below, Bounds bounds, LongSupplier nanos) {
        this.below = below;
        this.bounds = bounds;
        this.nanos = nanos;
    }

    @Override
    public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
        var key = new Key(type, name);
        var known = known(key);
        return known == null ? typed(wait(key, patience)) : typed(known);
    }

    /// A key's answer is of the key's type.
    @SuppressWarnings("unchecked")
    private static <T> Answer<T> typed(Answer<?> answer) {
        return (Answer<T>) answer;
    }

    private @Nullable Answer<?> known(Key key) {
        lock.lock();
        try {
            var entry = entries.get(key);
            long now = nanos.getAsLong();
            if (entry == null || entry.until() - now <= 0) {
                misses++;
                return null;
            }
            hits++;
            return aged(entry.answer(), Duration.ofNanos(entry.until() - now));
        } finally {
            lock.unlock();
        }
    }

    private Answer<?> wait(Key key, Duration patience) {
        var mine = new CompletableFuture<Answer<?>>();
        var others = underWay.putIfAbsent(key, mine);
        if (others == null) {
            Thread.startVirtualThread(() -> lookUp(key, mine));
        }
        return outcome(key, others == null ? mine : others, patience);
    }

    private void lookUp(Key key, CompletableFuture<Answer<?>> outcome) {
        try {
            var answer =
                    remember(key, key.type(), below.ask(key.type(), key.name(), bounds.patience()));
            underWay.remove(key, outcome);
            outcome.complete(answer);
        } catch (RuntimeException e) {
            underWay.remove(key, outcome);
            outcome.completeExceptionally(e);
        }
    }

    private Answer<?> outcome(Key key, CompletableFuture<Answer<?>> outcome, Duration patience) {
        try {
            return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            var old = old(key);
            return old == null ? late("no answer in time to ", key) : old;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late("interrupted while asking for ", key);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a resolver failed in a way it must not", e.getCause());
        }
    }

    private static Answer<?> late(String what, Key key) {
        return new Answer.Failed<>(Failure.TIMEOUT, what + key.type() + " of " + key.name());
    }

    private <T> Answer<?> remember(Key key, RecordType<T> type, Answer<?> said) {
        Answer<T> answer = typed(said);
        if (answer instanceof Answer.Failed<T>(var failure, _)) {
            var old = failure == Failure.BOGUS ? null : old(key);
            if (old != null) {
                return old;
            }
        }
        long now = nanos.getAsLong();
        var kept = kept(answer);
        long until = now + kept.toNanos();
        boolean mayAge = answer instanceof Answer.Found<T> && type != RecordType.TLSA;
        put(
                key,
                new Entry(
                        answer,
                        until,
                        mayAge ? until + bounds.stale().toNanos() : until,
                        size(type, answer)));
        return aged(answer, kept);
    }

    /// The old records, when they may still be served; they are then kept for a moment, not to ask for each message.
    private @Nullable Answer<?> old(Key key) {
        lock.lock();
        try {
            var entry = entries.get(key);
            long now = nanos.getAsLong();
            if (entry == null
                    || entry.staleUntil() - now <= 0
                    || !(entry.answer() instanceof Answer.Found<?> found)) {
                return null;
            }
            stale++;
            var served = stale(found, bounds.staleAgain());
            long until = now + bounds.staleAgain().toNanos();
            entries.put(key, new Entry(served, until, entry.staleUntil(), entry.octets()));
            return served;
        } finally {
            lock.unlock();
        }
    }

    private static <T> Answer<T> stale(Answer.Found<T> found, Duration ttl) {
        return new Answer.Found<>(
                found.owner(), found.aliases(), found.records(), ttl, found.secure(), true);
    }

    private Duration kept(Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?> found -> within(bounds.shortest(), found.ttl(), bounds.longest());
            case Answer.NoRecords<?> none -> none(none.ttl());
            case Answer.NoSuchName<?> none -> none(none.ttl());
            case Answer.Failed<?> _ -> bounds.failure();
        };
    }

    private Duration none(Duration ttl) {
        return ttl.isZero() ? bounds.none() : within(bounds.shortest(), ttl, bounds.longestNone());
    }

    private static Duration within(Duration least, Duration value, Duration most) {
        if (value.compareTo(least) < 0) {
            return least;
        }
        return value.compareTo(most) > 0 ? most : value;
    }

    private static <T> Answer<T> aged(Answer<T> answer, Duration ttl) {
        return switch (answer) {
            case Answer.Found<T>(var owner, var aliases, var records, _, var secure, var stale) ->
                    new Answer.Found<>(owner, aliases, records, ttl, secure, stale);
            case Answer.NoRecords<T>(var owner, var aliases, _, var secure) ->
                    new Answer.NoRecords<>(owner, aliases, ttl, secure);
            case Answer.NoSuchName<T>(var owner, var aliases, _, var secure) ->
                    new Answer.NoSuchName<>(owner, aliases, ttl, secure);
            case Answer.Failed<T> failed -> failed;
        };
    }

    private static <T> int size(RecordType<T> type, Answer<T> answer) {
        int fixed = 300;
        return answer instanceof Answer.Found<T> found
                ? fixed
                        + found.aliases().size() * 100
                        + found.records().stream().mapToInt(type::octets).sum()
                : fixed;
    }

    private void put(Key key, Entry entry) {
        lock.lock();
        try {
            if (entry.answer() instanceof Answer.Failed<?>) {
                failures++;
            }
            drop(entries.put(key, entry));
            octets += entry.octets();
            while (entries.size() > bounds.entries()
                    || octets > bounds.octets() && !entries.isEmpty()) {
                drop(entries.pollFirstEntry().getValue());
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop(@Nullable Entry entry) {
        octets -= entry == null ? 0 : entry.octets();
    }

    public Counts counts() {
        lock.lock();
        try {
            return new Counts(hits, misses, stale, failures, entries.size(), octets);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets everything, as an operator asks for after a change.
    public void clear() {
        lock.lock();
        try {
            entries.clear();
            octets = 0;
        } finally {
            lock.unlock();
        }
    }
}
