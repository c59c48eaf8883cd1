package org.restante.app.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.restante.app.files.WholeFile;
import org.restante.dns.Resolver;
import org.restante.sending.routing.Pools;
import org.restante.sending.signing.Signatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Looks now and then at what the DNS says of our sources and keys, and tells of what changed once two looks agree. What it knows outlives
/// the server, in a file of JSON. It sends nothing else and mends nothing.
public final class OwnNames implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnNames.class);
    private static final JsonMapper JSON = new JsonMapper();

    /// What was found to be different is looked at again so soon.
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /// So many in a row that nobody could tell are the resolver's trouble: the rest waits for the next look.
    private static final int MOST_FAILURES = 3;

    private final Supplier<Optional<Resolver>> resolver;
    private final Supplier<Pools> pools;
    private final Supplier<Signatures> signatures;
    private final Consumer<DnsChange> listener;
    private final Path file;
    private final RandomGenerator chance;
    private final Map<String, Twice> known = new TreeMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /// @param resolver asked each time; empty where nobody asks the DNS
    /// @param listener is told of what changed
    /// @param file what is known
    /// @param chance so that servers do not all ask at once
    public OwnNames(
            Supplier<Optional<Resolver>> resolver,
            Supplier<Pools> pools,
            Supplier<Signatures> signatures,
            Consumer<DnsChange> listener,
            Path file,
            RandomGenerator chance) {
        this.resolver = resolver;
        this.pools = pools;
        this.signatures = signatures;
        this.listener = listener;
        this.file = file;
        this.chance = chance;
        read();
    }

    /// Looks from then on, the first time after half of it to all of it.
    public void start(Duration each) {
        Thread.ofVirtual()
                .name("own names")
                .start(() -> {
                    try {
                        while (!over.await(pause(each).toMillis(), TimeUnit.MILLISECONDS)) {
                            look();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private synchronized Duration pause(Duration each) {
        boolean isInDoubt = known.values().stream().anyMatch(Twice::isInDoubt);
        return isInDoubt && AGAIN.compareTo(each) < 0
                ? AGAIN
                : each.dividedBy(2).plusMillis(chance.nextLong(each.toMillis() / 2 + 1));
    }

    /// Asks for all of it, one after the other.
    synchronized void look() {
        var asked = resolver.get();
        if (asked.isEmpty()) {
            return;
        }
        var next = new LinkedHashMap<String, Twice>();
        int failures = 0;
        for (var one : OwnRecord.of(pools.get(), signatures.get())) {
            var before = known.get(one.words());
            var answer =
                    failures >= MOST_FAILURES || over.getCount() == 0
                            ? Optional.<SortedSet<String>>empty()
                            : one.ask(asked.get());
            failures = answer.isPresent() ? 0 : failures + 1;
            if (answer.isEmpty()) {
                if (before != null) {
                    next.put(one.words(), before);
                }
                continue;
            }
            var now = before == null ? Twice.of(answer.get()) : before.heard(answer.get());
            next.put(one.words(), now);
            if (before != null) {
                before.change(one.words(), now).ifPresent(this::tell);
            }
        }
        boolean isNews = !held(next).equals(held(known));
        known.clear();
        known.putAll(next);
        if (isNews) {
            write();
        }
    }

    private void tell(DnsChange change) {
        LOG.info("{}: {}", change.act(), change.words());
        listener.accept(change);
    }

    private static Map<String, List<String>> held(Map<String, Twice> all) {
        var held = new TreeMap<String, List<String>>();
        all.forEach((words, one) -> held.put(words, List.copyOf(one.known())));
        return held;
    }

    private void write() {
        try {
            WholeFile.replace(file, JSON.writeValueAsBytes(held(known)));
        } catch (IOException e) {
            LOG.warn("{} is not written: {}", file, e.getMessage());
        }
    }

    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (var one : JSON.readTree(Files.readAllBytes(file)).properties()) {
                var values = new TreeSet<String>();
                one.getValue().forEach(value -> values.add(value.asString("")));
                known.put(one.getKey(), Twice.of(values));
            }
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read, and is made anew: {}", file, e.getMessage());
            known.clear();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
