package org.restante.simulation.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Receiver;

/// A sending server between its queues and the receivers. It carries out; the [Policy] decides.
public final class World {
    private static final long IDLE = Duration.ofSeconds(5).toNanos();
    private static final long TIMEOUT = Duration.ofSeconds(30).toNanos();

    /// A connection is opened so long before the pace lets it be used.
    private static final long AHEAD = Duration.ofMillis(500).toNanos();

    private static final double CONNECT_SPREAD = 0.3;

    private final Scenario scenario;
    private final Policy policy;
    private final Agenda agenda = new Agenda();
    private final RandomGenerator chance;
    private final List<Site> sites = new ArrayList<>();
    private final List<Letter> letters;
    private final ArrayDeque<Lane> waitingForSocket = new ArrayDeque<>();
    private final Tally tally;
    private int sockets;
    private int arrivals;
    private long order;

    /// @param policies makes the policy that decides in this world, which by then has all but mail
    public World(Scenario scenario, Policy.Maker policies, long seed) {
        this.scenario = scenario;
        chance = new SplittableRandom(seed * 31 + 7);
        int lanes = 0;
        for (int i = 0; i < scenario.receivers().size(); i++) {
            var luck = new SplittableRandom(seed * 1_000_003L + i * 97L + 5);
            var site = new Site(i, new Receiver(scenario.receivers().get(i), luck));
            var ofSite = new ArrayList<Lane>();
            for (int source = 0; source < scenario.sources(); source++) {
                ofSite.add(new Lane(site, source, lanes++));
            }
            site.connect(ofSite);
            sites.add(site);
        }
        letters = Letter.allOf(scenario, new SplittableRandom(seed * 131 + 3));
        tally = new Tally(scenario.length().toNanos(), sites, letters);
        policy = policies.in(this);
    }

    /// Lets the scenario's time pass, once; what came of it.
    public Tally run() {
        awaitArrival();
        agenda.run(scenario.length().toNanos());
        tally.happened(agenda.happened());
        return tally;
    }

    public Policy policy() {
        return policy;
    }

    public long now() {
        return agenda.now();
    }

    public List<Site> sites() {
        return sites;
    }

    public int sources() {
        return scenario.sources();
    }

    /// Chance for the policy's own use.
    public RandomGenerator chance() {
        return chance;
    }

    /// Connections at once that all lanes share.
    public int sockets() {
        return scenario.sockets();
    }

    /// Connections that stand or are being opened, over all lanes.
    public int socketsUsed() {
        return sockets;
    }

    /// Lanes that could go on if a socket were free.
    public int lanesWaitingForSocket() {
        return waitingForSocket.size();
    }

    /// Messages a second of transactional mail to the site, over all sources. For a clairvoyant.
    public double transactionalPerSecond(int site) {
        return scenario.loads().stream()
                .filter(load -> load.site() == site && load.stream() == Stream.TRANSACTIONAL)
                .mapToDouble(Load::perSecond)
                .sum();
    }

    /// Looks at the lane again then.
    public void wake(Lane lane, long at) {
        if (at == Long.MAX_VALUE) {
            return;
        }
        long moment = Math.max(at, now() + 1);
        if (moment < lane.wakeAt) {
            lane.wakeAt = moment;
            agenda.at(
                    moment,
                    () -> {
                        if (lane.wakeAt == now()) {
                            lane.wakeAt = Long.MAX_VALUE;
                            serve(lane);
                        }
                    });
        }
    }

    private void awaitArrival() {
        if (arrivals < letters.size()) {
            agenda.at(letters.get(arrivals).arrived(), this::arrive);
        }
    }

    private void arrive() {
        var letter = letters.get(arrivals++);
        sites.get(letter.site()).backlog[letter.stream().ordinal()]++;
        policy.arrived(letter);
        if (!policy.pulls()) {
            letter.pin(policy.source(letter));
        }
        enqueue(letter, false);
        awaitArrival();
    }

    private void enqueue(Letter letter, boolean first) {
        letter.order = first ? -1 : order++;
        var site = sites.get(letter.site());
        int stream = letter.stream().ordinal();
        boolean isPinned = letter.source != Letter.NONE;
        var line = isPinned ? site.lanes().get(letter.source).pinned[stream] : site.shared[stream];
        if (first) {
            line.giveBack(letter);
        } else {
            line.add(letter);
        }
        if (isPinned) {
            serve(site.lanes().get(letter.source));
        } else {
            site.lanes().forEach(this::serve);
        }
    }

    private @Nullable Line next(Lane lane, boolean fresh) {
        var known = fresh || !policy.wantsKnown(lane) ? null : returned(lane);
        if (known != null) {
            return known;
        }
        var transactional = next(lane, Stream.TRANSACTIONAL, fresh);
        var bulk = next(lane, Stream.BULK, fresh);
        if (transactional == null || bulk == null) {
            return transactional == null ? bulk : transactional;
        }
        return switch (policy.order()) {
            case ARRIVAL ->
                    order(transactional, fresh) <= order(bulk, fresh) ? transactional : bulk;
            case ALTERNATING -> (lane.turn & 1) == 0 ? transactional : bulk;
            case TRANSACTIONAL_FIRST -> transactional;
        };
    }

    private static @Nullable Line returned(Lane lane) {
        for (var stream : Stream.values()) {
            var own = lane.pinned[stream.ordinal()];
            var shared = lane.site().shared[stream.ordinal()];
            if (own.hasReturned() || shared.hasReturned()) {
                return own.hasReturned() ? own : shared;
            }
        }
        return null;
    }

    private static @Nullable Line next(Lane lane, Stream stream, boolean fresh) {
        var own = lane.pinned[stream.ordinal()];
        var shared = lane.site().shared[stream.ordinal()];
        if (own.size() == 0 || shared.size() == 0) {
            return own.size() > 0 ? own : shared.size() > 0 ? shared : null;
        }
        return order(own, fresh) <= order(shared, fresh) ? own : shared;
    }

    private static long order(Line line, boolean fresh) {
        var letter = line.peek(fresh);
        return letter == null ? Long.MAX_VALUE : letter.order;
    }

    private static int ready(Lane lane) {
        int ready = 0;
        for (var stream : Stream.values()) {
            ready +=
                    lane.pinned[stream.ordinal()].size()
                            + lane.site().shared[stream.ordinal()].size();
        }
        return ready;
    }

    /// Sends and connects as far as the policy lets the lane now.
    private void serve(Lane lane) {
        while (true) {
            boolean fresh = policy.wantsFresh(lane);
            var line = next(lane, fresh);
            var letter = line == null ? null : line.peek(fresh);
            if (line == null || letter == null) {
                return;
            }
            long due = policy.sendAt(lane, letter);
            if (!lane.idle.isEmpty()) {
                if (due > now()) {
                    wake(lane, due);
                    return;
                }
                line.removeFirst(fresh);
                lane.turn++;
                transact(lane.idle.removeLast(), letter);
            } else if (!connects(lane, due)) {
                return;
            }
        }
    }

    /// Opens a connection if there is work for it and the policy and the sockets allow it.
    private boolean connects(Lane lane, long due) {
        int ready = ready(lane);
        boolean isAwaited = lane.opening >= ready || policy.pulls() && lane.site().opening >= ready;
        if (isAwaited || lane.connections() >= policy.connections(lane)) {
            return false;
        }
        long at = policy.connectAt(lane);
        if (due > now()) {
            at = Math.max(at, due == Long.MAX_VALUE ? due : due - AHEAD);
        }
        if (at > now()) {
            wake(lane, at);
            return false;
        }
        if (sockets >= scenario.sockets()) {
            if (!lane.waitsForSocket) {
                lane.waitsForSocket = true;
                waitingForSocket.addLast(lane);
            }
            return false;
        }
        open(lane);
        return true;
    }

    private void open(Lane lane) {
        int host = policy.host(lane);
        var site = lane.site();
        lane.opening++;
        site.opening++;
        sockets++;
        policy.opening(lane, host);
        var visit = site.receiver().connected(lane.address(), host, now());
        double mean = site.receiver().model().latency().connect().toNanos();
        long took =
                visit.greeting().isTaken()
                        ? drawn(mean, CONNECT_SPREAD)
                        : visit.greeting().isSilence()
                                ? TIMEOUT
                                : drawn(mean * 0.6, CONNECT_SPREAD);
        agenda.at(
                now() + took,
                () -> {
                    lane.opening--;
                    site.opening--;
                    if (visit.greeting().isTaken()) {
                        lane.open++;
                        policy.opened(lane, host, took);
                        park(new Connection(lane, host, visit));
                    } else {
                        refusedAtTheDoor(lane, host, took, visit.greeting());
                    }
                    serve(lane);
                });
    }

    private void refusedAtTheDoor(Lane lane, int host, long took, Answer answer) {
        sockets--;
        tally.refused(lane, answer, now());
        if (policy.notOpened(lane, host, took, answer)) {
            var line = next(lane, false);
            var letter = line == null ? null : line.peek(false);
            if (line != null && letter != null) {
                line.removeFirst(false);
                letter.attempts++;
                defer(lane, letter, answer);
            }
        }
        shareSockets();
    }

    private void park(Connection connection) {
        connection.idleSince = now();
        connection.lane().idle.add(connection);
        long since = now();
        agenda.at(
                now() + IDLE,
                () -> {
                    boolean isStillIdle = !connection.isClosed && connection.idleSince == since;
                    if (isStillIdle && connection.lane().idle.remove(connection)) {
                        if (connection.tried == 0) {
                            policy.unused(connection.lane());
                        }
                        close(connection);
                    }
                });
    }

    private void close(Connection connection) {
        connection.isClosed = true;
        connection.lane().open--;
        sockets--;
        connection.visit().closed();
        shareSockets();
    }

    private void shareSockets() {
        while (!waitingForSocket.isEmpty() && sockets < scenario.sockets()) {
            var lane = waitingForSocket.removeFirst();
            lane.waitsForSocket = false;
            serve(lane);
        }
    }

    private void transact(Connection connection, Letter letter) {
        var lane = connection.lane();
        lane.busy++;
        connection.tried++;
        letter.attempts++;
        letter.tries++;
        policy.sent(lane, letter);
        connection.idleSince = Letter.NONE;
        long sentAt = now();
        var answer =
                connection
                        .visit()
                        .transaction(
                                "bounces@sender" + letter.stream().ordinal() + ".example",
                                letter.recipient(),
                                letter.trait(),
                                letter.tries == 1,
                                letter.offends(),
                                sentAt);
        agenda.at(sentAt + took(lane, answer), () -> settle(connection, letter, answer, sentAt));
    }

    private long took(Lane lane, Answer answer) {
        if (answer.isSilence()) {
            return TIMEOUT;
        }
        var latency = lane.site().receiver().model().latency();
        double mean = latency.reply().toNanos() * (answer.isTaken() ? 1 : 0.4);
        return drawn(mean, latency.spread());
    }

    private void settle(Connection connection, Letter letter, Answer answer, long sentAt) {
        var lane = connection.lane();
        lane.busy--;
        if (answer.isTaken()) {
            connection.carried++;
            letter.delivered = true;
            end(letter);
            tally.delivered(letter, now());
        } else {
            tally.refused(lane, answer, now());
            letter.greylisted += answer.truth() == Check.GREYLIST ? 1 : 0;
            letter.contentRefusals += answer.truth() == Check.CONTENT ? 1 : 0;
            if (answer.isFinal()) {
                end(letter);
            }
        }
        policy.answered(connection, letter, answer, sentAt);
        boolean isFull = connection.carried >= policy.messagesPerConnection(lane);
        if (answer.closes() || isFull || policy.yields(lane)) {
            close(connection);
        } else {
            park(connection);
        }
        if (!answer.isTaken() && !answer.isFinal()) {
            defer(lane, letter, answer);
        }
        serve(lane);
    }

    private void end(Letter letter) {
        letter.ended = now();
        sites.get(letter.site()).backlog[letter.stream().ordinal()]--;
    }

    private void defer(Lane lane, Letter letter, Answer answer) {
        long at = policy.retryAt(lane, letter, answer);
        if (at <= now()) {
            letter.attempts--;
            enqueue(letter, true);
        } else if (at < scenario.length().toNanos()) {
            agenda.at(at, () -> enqueue(letter, false));
        }
    }

    /// Log-normal around a mean.
    private long drawn(double mean, double spread) {
        double normal = chance.nextGaussian();
        return (long) (mean * StrictMath.exp(spread * normal - spread * spread / 2));
    }
}
