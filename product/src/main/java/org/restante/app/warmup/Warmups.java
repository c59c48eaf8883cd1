package org.restante.app.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.sending.dispatch.Allowance;
import org.restante.sending.dispatch.Allowances;
import org.restante.sending.dispatch.Way;
import org.restante.sending.routing.Source;
import org.restante.sending.warmup.Complaints;
import org.restante.sending.warmup.Plan;
import org.restante.sending.warmup.Turned;
import org.restante.sending.warmup.Warmup;
import org.restante.sending.warmup.WarmupPolicy;
import org.restante.sending.warmup.WarmupStanding;
import org.restante.sending.warmup.WarmupState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All warming up: one for each source and receiver, a provider where it is known, else the site. Kept in `DATA/warmup.json`, written
/// each minute, after each act and at the end: a crash loses a minute's counting at most. Shared.
public final class Warmups implements Allowances, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Warmups.class);
    private static final Duration EACH = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    /// What has had no mail for so long is counted anew.
    private static final int KEPT_DAYS = 60;

    private static final String ACTOR = "restante";

    /// @param receiver a provider's word, or a site
    public record Key(String source, String receiver) {}

    /// Puts acts on record.
    @FunctionalInterface
    public interface Told {
        void tell(String act, String actor, String reason);
    }

    /// A warming up as it stands, for people.
    ///
    /// @param by who ordered it; null where the settings do
    public record Row(Key key, WarmupPolicy policy, WarmupStanding standing, @Nullable String by) {}

    private final Path file;
    private final Supplier<WarmupSettings> settings;
    private final Told told;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Key, Warmup> all = new HashMap<>();
    private final List<WarmupOrder> orders = new ArrayList<>();

    /// States of the file whose plans are not asked for yet.
    private final Map<Key, WarmupState> before;

    private volatile long version;
    private volatile @Nullable WarmupSettings known;
    private boolean isOver;

    /// @param settings those in force
    public Warmups(Path file, Supplier<WarmupSettings> settings, Told told, InstantSource clock) {
        this.file = file;
        this.settings = settings;
        this.told = told;
        this.clock = clock;
        var kept = read();
        before = new HashMap<>(kept.states());
        orders.addAll(kept.orders());
    }

    private WarmupFile.Kept read() {
        if (!Files.exists(file)) {
            return WarmupFile.Kept.NOTHING;
        }
        try {
            return WarmupFile.read(file);
        } catch (IOException e) {
            LOG.error(
                    "{} cannot be read and is set aside; sources begin their plans anew: {}",
                    file,
                    e.getMessage());
            setAside();
            return WarmupFile.Kept.NOTHING;
        }
    }

    private void setAside() {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".unreadable"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("{} cannot be set aside: {}", file, e.getMessage());
        }
    }

    public void start() {
        Thread.ofPlatform().name("warm-up").daemon().start(this::run);
    }

    private void run() {
        lock.lock();
        try {
            while (!isOver) {
                ended.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
                goOn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Changes when a plan begins, ends or is another.
    long version() {
        if (settings.get() != known) {
            lock.lock();
            try {
                known = settings.get();
                version++;
            } finally {
                lock.unlock();
            }
        }
        return version;
    }

    @Override
    public Allowance of(Way.Open way, Source source) {
        var provider = way.provider();
        var key = new Key(source.name(), provider == null ? way.site() : provider);
        return new WarmingLane(this, key, clock);
    }

    /// The warming up that bounds; null when none does.
    @Nullable Warmup inForce(Key key) {
        lock.lock();
        try {
            var order = order(key);
            var policy = policy(key, order);
            if (policy == null) {
                return null;
            }
            var warmup = all.get(key);
            if (warmup == null) {
                warmup = made(key, policy, order);
            } else if (!warmup.policy().equals(policy)) {
                warmup.use(policy);
            }
            return warmup;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Warmup made(Key key, WarmupPolicy policy, @Nullable WarmupOrder order) {
        if (all.size() >= MOST) {
            LOG.warn("{} is not warmed up at {}: too many are", key.source(), key.receiver());
            return null;
        }
        var state = before.remove(key);
        var now =
                state != null
                        ? state
                        : WarmupState.at(order == null ? 1 : order.day(), today(clock.instant()));
        var warmup = new Warmup(policy, now);
        all.put(key, warmup);
        return warmup;
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /// The latest order about it.
    private @Nullable WarmupOrder order(Key key) {
        for (int i = orders.size() - 1; i >= 0; i--) {
            if (orders.get(i).concerns(key.source(), key.receiver())) {
                return orders.get(i);
            }
        }
        return null;
    }

    private @Nullable WarmupPolicy policy(Key key, @Nullable WarmupOrder order) {
        var now = settings.get();
        var written = now.of(key.source());
        if (order == null) {
            return written.orElse(null);
        }
        var plan = order.plan() == null ? null : now.plan(order.plan());
        return plan == null
                ? null
                : written.map(policy -> policy.with(plan)).orElseGet(() -> WarmupPolicy.of(plan));
    }

    /// A person begins a plan, for a receiver or for all, on one of its days.
    ///
    /// @throws IllegalArgumentException when there is no such plan or day
    public void begin(
            String source,
            Optional<String> receiver,
            String planName,
            int day,
            String by,
            String reason)
            throws IOException {
        var plan = plan(planName);
        if (day < 1 || day > plan.days()) {
            throw new IllegalArgumentException(
                    "day: " + day + "; the plan " + planName + " has the days 1 to " + plan.days());
        }
        order(
                new WarmupOrder(
                        source, receiver.orElse(null), planName, day, by, reason, clock.instant()));
        change(
                source,
                receiver,
                warmup -> {
                    warmup.use(warmup.policy().with(plan));
                    warmup.set(day);
                });
        keep(
                "warmup-start" + words(source, receiver) + " plan=" + planName + " day=" + day,
                by,
                reason);
    }

    private Plan plan(String name) {
        var plan = settings.get().plan(name);
        if (plan == null) {
            throw new IllegalArgumentException(
                    "plan: there is no '"
                            + name
                            + "'; one of "
                            + String.join(", ", new TreeMap<>(settings.get().plans()).keySet())
                            + " would be right");
        }
        return plan;
    }

    /// A person ends a plan: nothing bounds the source any more, also where the settings say so.
    public void stop(String source, Optional<String> receiver, String by, String reason)
            throws IOException {
        order(new WarmupOrder(source, receiver.orElse(null), null, 1, by, reason, clock.instant()));
        keep("warmup-stop" + words(source, receiver), by, reason);
    }

    /// A person puts what is being warmed up on another day of its plan.
    ///
    /// @throws IllegalArgumentException when nothing is, or there is no such day
    public void set(String source, Optional<String> receiver, int day, String by, String reason)
            throws IOException {
        change(some(source, receiver), warmup -> warmup.set(day));
        keep("warmup-set-day" + words(source, receiver) + " day=" + day, by, reason);
    }

    /// Somebody tells how many complained, as a share of the delivered.
    ///
    /// @throws IllegalArgumentException when nothing is being warmed up there
    public void complaints(
            String source, Optional<String> receiver, double rate, String by, String reason)
            throws IOException {
        var heard = new Complaints(rate, clock.instant(), by);
        change(some(source, receiver), warmup -> warmup.heard(heard));
        keep("warmup-complaints" + words(source, receiver) + " rate=" + rate, by, reason);
    }

    /// Changes all of them, or none.
    private interface Change {
        void in(Warmup warmup);
    }

    private List<Warmup> some(String source, Optional<String> receiver) {
        var some =
                rows(key -> isMeant(key, source, receiver)).stream()
                        .map(row -> inForce(row.key()))
                        .toList();
        if (some.isEmpty()) {
            throw new IllegalArgumentException(
                    source
                            + receiver.map(it -> " is not being warmed up at " + it)
                                    .orElse(" is not being warmed up")
                            + "; GET /api/v1/warmup tells what is");
        }
        return some.stream().filter(java.util.Objects::nonNull).toList();
    }

    private static void change(List<Warmup> some, Change change) {
        some.forEach(change::in);
    }

    private void change(String source, Optional<String> receiver, Change change) {
        lock.lock();
        try {
            all.forEach((key, warmup) -> {
                if (isMeant(key, source, receiver)) {
                    change.in(warmup);
                }
            });
            before.keySet().removeIf(key -> isMeant(key, source, receiver));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isMeant(Key key, String source, Optional<String> receiver) {
        return key.source().equals(source)
                && (receiver.isEmpty() || receiver.get().equals(key.receiver()));
    }

    /// Takes the place of those it covers.
    private void order(WarmupOrder latest) {
        lock.lock();
        try {
            orders.removeIf(one ->
                    one.source().equals(latest.source())
                            && (latest.receiver() == null
                                    || latest.receiver().equals(one.receiver())));
            orders.add(latest);
            version++;
        } finally {
            lock.unlock();
        }
    }

    private static String words(String source, Optional<String> receiver) {
        return " source=" + source + receiver.map(it -> " receiver=" + it).orElse("");
    }

    private void keep(String act, String by, String reason) throws IOException {
        write();
        LOG.info("{} by {}: {}", act, by, reason);
        told.tell(act, by, reason);
    }

    /// All that is being warmed up, or was and stands.
    public List<Row> rows() {
        return rows(key -> true);
    }

    private List<Row> rows(Predicate<Key> wanted) {
        lock.lock();
        try {
            for (var key : List.copyOf(before.keySet())) {
                if (wanted.test(key)) {
                    inForce(key);
                }
            }
            List<Row> rows = new ArrayList<>();
            var now = clock.instant();
            for (var one : all.entrySet()) {
                var order = order(one.getKey());
                var policy = policy(one.getKey(), order);
                if (policy != null && wanted.test(one.getKey())) {
                    rows.add(
                            new Row(
                                    one.getKey(),
                                    policy,
                                    one.getValue().standing(now),
                                    order == null ? null : order.by()));
                }
            }
            rows.sort(
                    Comparator.comparing((Row row) -> row.key().source())
                            .thenComparing(row -> row.key().receiver()));
            return rows;
        } finally {
            lock.unlock();
        }
    }

    /// Plans by name.
    public Map<String, Plan> plans() {
        return new TreeMap<>(settings.get().plans());
    }

    /// Goes on to the day that it is, tells what plans did, and brings the file up to date.
    void goOn() {
        lock.lock();
        try {
            var now = clock.instant();
            var oldest = today(now).minusDays(KEPT_DAYS);
            all.entrySet().removeIf(one -> isForgotten(one.getValue().save(now), oldest));
            all.forEach((key, warmup) -> {
                warmup.turn(now);
                warmup.untold().forEach(turned -> tell(key, turned));
            });
            write();
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file, e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private static boolean isForgotten(WarmupState state, LocalDate oldest) {
        return !state.isOver() && state.lastUsed().isBefore(oldest);
    }

    private void tell(Key key, Turned turned) {
        var step = turned.step();
        var act =
                "warmup-"
                        + step.kind().word()
                        + words(key.source(), Optional.of(key.receiver()))
                        + " day="
                        + step.day();
        var reason =
                "day "
                        + turned.count().day()
                        + " ("
                        + turned.count().date()
                        + "): "
                        + step.reason();
        LOG.info("{}: {}", act, reason);
        told.tell(act, ACTOR, reason);
    }

    private void write() throws IOException {
        lock.lock();
        try {
            var now = clock.instant();
            var states = new HashMap<>(before);
            all.forEach((key, warmup) -> states.put(key, warmup.save(now)));
            if (!states.isEmpty() || !orders.isEmpty() || Files.exists(file)) {
                WarmupFile.write(file, new WarmupFile.Kept(orders, states), now);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isOver = true;
            ended.signalAll();
            goOn();
        } finally {
            lock.unlock();
        }
    }
}
