package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.Submission;
import org.restante.sending.backlog.Backlog;
import org.restante.sending.backlog.BacklogSettings;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.dispatch.Dispatch;
import org.restante.sending.dispatch.LaneOrder;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.dispatch.Way;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;
import org.restante.sending.suppression.Suppressions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queue: takes mail in, keeps what waits in buckets, wakes them when something is due, and stores what becomes of it. Shared by
/// all threads; buckets guard themselves.
public final class Queue implements Submission, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);

    /// When a recipient whose attempt was cut off by a crash is tried again.
    static final Duration AFTER_A_CRASH = Duration.ofMinutes(15);

    /// When mail that our own disk would not let go is tried again.
    static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private static final long EMPTY_FOR_MILLIS = 600_000;

    /// Nothing is ever kept under it.
    private static final String NOTES = "notes";

    private static final byte[] NO_EVENT = new byte[0];

    private final Spool spool;
    private final QueueSettings settings;
    private volatile Pools pools;
    private volatile Signatures signatures = Signatures.none();
    private final QueueTime time;
    private final RandomGenerator chance;
    private final Chronicle chronicle;
    private final Map<QueueBucket.Key, QueueBucket> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final Alarms alarms;
    private final Claims claims = new Claims();
    private final Holds holds = new Holds();
    private final DamagedMail damaged = new DamagedMail(this);
    private final WaitingSince waitingSince = new WaitingSince(this);
    private final Exports exports = new Exports(this);
    private final HeldMail heldMail = new HeldMail(this);
    private final Orders orders;
    private final Desk desk;
    private final SuppressionDesk suppression;
    private final Backlog backlog;
    private final Deadlines deadlines;
    private final Intake intake;
    private final Notifier notifier;
    private final SpoolFiling filing;
    private final long longestDelayMillis;
    private volatile @Nullable Dispatch dispatch;
    private volatile @Nullable Thread refiling;
    private volatile boolean closed;
    private volatile @Nullable Greylists greylists;
    private volatile SenderWatch senders = (client, tenant, verdict) -> {};

    /// @param name how this server names itself in notifications
    /// @param ticker a monotonic clock in nanoseconds
    /// @param chance safe for several threads
    /// @param index folder for who waits; what is in it is thrown away
    /// @throws IOException when that folder cannot be used
    public Queue(
            Spool spool,
            QueueSettings settings,
            Pools pools,
            String name,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator chance,
            Path index)
            throws IOException {
        this(
                spool,
                settings,
                pools,
                name,
                clock,
                ticker,
                chance,
                index,
                BacklogSettings.defaults());
    }

    Queue(
            Spool spool,
            QueueSettings settings,
            Pools pools,
            String name,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator chance,
            Path index,
            BacklogSettings bounds)
            throws IOException {
        this.spool = spool;
        this.settings = settings;
        this.pools = pools;
        this.chance = chance;
        time = new QueueTime(clock, ticker);
        chronicle = new Chronicle(time, chance);
        alarms = new Alarms(time, this::wake);
        orders = new Orders(this);
        desk = new Desk(this, orders);
        suppression = new SuppressionDesk(this);
        intake = new Intake(this, settings);
        notifier = new Notifier(this, name);
        backlog = Backlog.open(index, bounds, time::millis, this::fileAgain);
        filing = new SpoolFiling(this, backlog);
        deadlines = new Deadlines(this, backlog.line());
        longestDelayMillis = settings.retry().longest().toMillis();
    }

    /// Begins to hand out. What the spool holds from before is filed meanwhile; until then, nobody's time is over and orders on mail
    /// do not go on.
    public void start(Dispatch to) {
        dispatch = to;
        damaged.start();
        orders.start();
        alarms.start();
        refiling = Thread.ofPlatform().name("queue-refiling").daemon().start(this::refileThenGoOn);
    }

    private void refileThenGoOn() {
        try {
            filing.all();
            if (!closed) {
                deadlines.start();
                orders.goOn();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("what waits from before cannot be filed; it is on disk, restart", e);
        }
    }

    /// Through which people and programs act on it.
    public Control control() {
        return desk;
    }

    /// Files all that the spool holds.
    void refile() throws IOException {
        filing.all();
    }

    /// Makes the index of who waits anew.
    void fileAgain() {
        filing.again();
    }

    /// Files those of a message who wait.
    void fileAgain(UUID id) throws IOException, InterruptedException {
        for (var message : messages(List.of(id))) {
            filing.again(message);
        }
    }

    int nextTurn() {
        return turns.getAndIncrement() & Integer.MAX_VALUE;
    }

    /// Files one recipient who waits.
    void file(
            StoredMessage message,
            UUID id,
            int ordinal,
            Recipient recipient,
            String pool,
            Instant due) {
        putBack(
                bucket(message.in(pool), recipient, id),
                new Waiting(id, new int[] {ordinal}, due.toEpochMilli(), nextTurn()));
    }

    /// What waits for a domain may go.
    void wake(String domain) {
        buckets.values().stream()
                .filter(bucket -> bucket.domain().equals(domain))
                .forEach(this::wake);
    }

    void orderLanes(List<LaneOrder> orders) {
        var to = dispatch;
        if (to != null) {
            to.order(orders);
        }
    }

    List<LaneStanding> lanes() {
        var to = dispatch;
        return to == null ? List.of() : to.lanes();
    }

    /// How many wait, by site and source.
    Map<String, Long> backlogs() {
        Map<String, Long> all = new HashMap<>();
        for (var bucket : buckets.values()) {
            long size = bucket.waiting();
            if (size > 0) {
                known(bucket.domain())
                        .ifPresent(way ->
                                all.merge(
                                        way.site() + "\n" + bucket.source().name(),
                                        size,
                                        Long::sum));
            }
        }
        return all;
    }

    /// The way that mail for the domain last took.
    Optional<Way.Open> known(String domain) {
        var to = dispatch;
        return to == null ? Optional.empty() : to.known(domain);
    }

    /// The source that the message leaves from by a pool.
    String source(String pool, UUID id) {
        return source(pools.pool(pool), id).name();
    }

    boolean isClosed() {
        return closed;
    }

    Claims claims() {
        return claims;
    }

    Holds holds() {
        return holds;
    }

    /// Those of them that can be read.
    List<SpooledMessage> messages(List<UUID> ids) throws IOException, InterruptedException {
        return spool.messages(ids, damaged::found);
    }

    /// Those that hold mail.
    Exports exports() {
        return exports;
    }

    DamagedMail damaged() {
        return damaged;
    }

    private void wake(QueueBucket bucket) {
        var to = dispatch;
        if (to != null) {
            to.ready(bucket);
        }
    }

    @Override
    public Submission.Draft begin() throws Refused {
        return intake.begin();
    }

    @Override
    public Optional<Submission.Draft> begin(UUID id) throws Refused {
        return intake.begin(id);
    }

    /// Whether no more can wait.
    boolean isFull() {
        return backlog.isFull();
    }

    /// Domains and streams that somebody waits for.
    int bucketCount() {
        return buckets.size();
    }

    Notifier notifier() {
        return notifier;
    }

    Signatures signatures() {
        return signatures;
    }

    /// Tells somebody what becomes of each client's mail.
    public void watchSenders(SenderWatch by) {
        senders = by;
    }

    /// Asks this from now on when greylisted recipients are tried again.
    public void heed(Greylists learnt) {
        greylists = learnt;
    }

    @Nullable Greylists greylists() {
        return greylists;
    }

    SenderWatch senders() {
        return senders;
    }

    QueueBucket bucket(StoredMessage message, Recipient recipient, UUID id) {
        var pool = pools.pool(message.pool());
        return bucket(
                new QueueBucket.Key(
                        recipient.mailbox().host().ascii(),
                        pool.name(),
                        source(pool, id).name(),
                        message.tenant().orElse(""),
                        message.tenantAndStream(),
                        message.isTransactional()));
    }

    Source source(Pool pool, UUID id) {
        return pool.drawnFor(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }

    QueueBucket bucket(QueueBucket.Key key) {
        return buckets.computeIfAbsent(key, ignored -> new QueueBucket(key, backlog.line(), this));
    }

    void putBack(QueueBucket bucket, Waiting waiting) {
        var in = file(bucket, waiting);
        if (waiting.due() <= time.millis()) {
            wake(in);
        } else {
            alarms.set(in, waiting.due());
        }
    }

    /// Puts it there, or where the bucket has ended into the one in its place; returns which.
    QueueBucket file(QueueBucket bucket, Waiting waiting) {
        var in = bucket;
        while (!in.add(waiting)) {
            in = bucket(in.key());
        }
        return in;
    }

    /// Ends buckets that nobody has been in for a while: a domain may never be written to again.
    void sweep() {
        long unusedSince = time.millis() - EMPTY_FOR_MILLIS;
        buckets.forEach((key, bucket) -> {
            if (bucket.end(unusedSince)) {
                buckets.remove(key, bucket);
            }
        });
    }

    /// Stores how a recipient stands, written with the next batch; then its claim ends.
    void settle(UUID id, int ordinal, Standing standing, byte[] event) {
        try {
            spool.change(id, ordinal, standing, event).then(() -> claims.free(id, ordinal));
            return;
        } catch (SpoolException e) {
            LOG.error("what became of a recipient of {} cannot be stored: {}", id, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        claims.free(id, ordinal);
    }

    /// Stores how a recipient stands; written with the next batch.
    void store(UUID id, int ordinal, Standing standing, byte @Nullable [] event) {
        try {
            spool.change(id, ordinal, standing, event == null ? NO_EVENT : event);
        } catch (SpoolException e) {
            LOG.error("what became of a recipient of {} cannot be stored: {}", id, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// When the first who waits is due, by the clock in milliseconds; [Long#MAX_VALUE] when nobody waits.
    public long firstDue() {
        return buckets.values().stream()
                .mapToLong(QueueBucket::firstDue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Recipients that wait.
    public long waiting() {
        return buckets.values().stream().mapToLong(QueueBucket::waiting).sum();
    }

    /// Recipients whom a hold or an export keeps back, as counted lately; empty while they are counted for the first time.
    public OptionalLong held() {
        var held = heldMail.lately();
        return held.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(held.get().values().stream().mapToLong(Long::longValue).sum());
    }

    HeldMail heldMail() {
        return heldMail;
    }

    /// How old all that waits is, held or not; cheap, for it goes by what is in memory but for some messages whose ids tell no time.
    ///
    /// @param steps of a ladder of ages, rising
    /// @throws IOException when the spool cannot be read
    public AgeSteps ages(List<Duration> steps) throws IOException {
        try {
            return waitingSince.look(steps);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /// How the index of waiting mail stands.
    public Backlog.Health index() {
        return backlog.health();
    }

    /// From now on mail leaves from these; what waits for a pool that is none of them leaves from the usual one.
    public void use(Pools others) {
        pools = others;
    }

    /// How many recipients wait for pools that are none any more, by the pool's name.
    public Map<String, Long> waitingForNoPool() {
        Map<String, Long> all = new TreeMap<>();
        for (var bucket : buckets.values()) {
            var pool = bucket.key().pool();
            long waiting = pools.has(pool) ? 0 : bucket.waiting();
            if (waiting > 0) {
                all.merge(pool, waiting, Long::sum);
            }
        }
        return all;
    }

    /// The clock has moved otherwise than this machine's: whoever waits looks at it anew.
    public void lookAtTheClock() {
        alarms.lookAtTheClock();
        deadlines.lookAtTheClock();
        orders.lookAtTheClock();
    }

    /// What comes in from now on is signed with these.
    public void sign(Signatures others) {
        signatures = others;
    }

    /// From now on nobody on this list is mailed.
    public void suppress(Suppressions list) {
        suppression.open(list);
    }

    /// Who is not mailed.
    public SuppressionDesk suppression() {
        return suppression;
    }

    /// Puts something on record that changes no mail; written with the next batch.
    void note(byte[] event) {
        try {
            spool.control(NOTES, null, event);
        } catch (SpoolException e) {
            LOG.error("an event is not on record: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Pools pools() {
        return pools;
    }

    Spool spool() {
        return spool;
    }

    QueueTime time() {
        return time;
    }

    Alarms alarms() {
        return alarms;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /// A due time further off than that was stored by another clock.
    long longestDelayMillis() {
        return longestDelayMillis;
    }

    QueueSettings settings() {
        return settings;
    }

    @Nullable Dispatch dispatch() {
        return dispatch;
    }

    RandomGenerator chance() {
        return chance;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    @Override
    public void close() {
        closed = true;
        var running = refiling;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        orders.close();
        damaged.close();
        deadlines.close();
        alarms.close();
        backlog.close();
    }
}
