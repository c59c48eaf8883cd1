package org.restante.sending.reception;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whose password is compared now. Of one address, and for one name, only so many are at once, and never more than may fail yet: a burst
/// of guesses is judged by the failures of those before. The others wait in the order they came, for a short time. Guards itself.
final class LoginTurns {
    /// What becomes of an attempt.
    enum Turn {
        /// The password may be compared; who was told so tells when that is over.
        COMES,
        /// Too many failed before it.
        REFUSED,
        /// Too many were before it for all the time it could wait.
        LATER
    }

    static final int AT_ONCE = 4;
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final class Waiting {
        private final InetAddress address;
        private final String user;
        private final Condition decided = lock.newCondition();
        private @Nullable Turn turn;

        Waiting(InetAddress address, String user) {
            this.address = address;
            this.user = user;
        }
    }

    private final LoginBrake brake;
    private final int atOnce;
    private final Duration patience;
    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Set<Waiting> waiting = new LinkedHashSet<>();

    /// @param atOnce passwords that are compared at the same time, of an address, and for a name
    /// @param patience how long one waits for its turn
    /// @param ticker a monotonic clock in nanoseconds
    LoginTurns(LoginBrake brake, int atOnce, Duration patience, LongSupplier ticker) {
        this.brake = brake;
        this.atOnce = atOnce;
        this.patience = patience;
        this.ticker = ticker;
    }

    /// Waits for a turn. After [Turn#COMES], [#over] must follow.
    Turn take(InetAddress address, String user) {
        lock.lock();
        try {
            var one = new Waiting(address, user);
            waiting.add(one);
            decide();
            long left = patience.toNanos();
            while (one.turn == null && left > 0) {
                left = waits(one, left);
            }
            waiting.remove(one);
            return one.turn == null ? Turn.LATER : one.turn;
        } finally {
            lock.unlock();
        }
    }

    /// Who is interrupted waits no longer.
    private static long waits(Waiting one, long nanos) {
        try {
            return one.decided.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// The password was compared, and a failure told to the brake.
    void over(InetAddress address, String user) {
        lock.lock();
        try {
            underWay.computeIfPresent(from(address), (key, count) -> count > 1 ? count - 1 : null);
            underWay.computeIfPresent(name(user), (key, count) -> count > 1 ? count - 1 : null);
            decide();
        } finally {
            lock.unlock();
        }
    }

    /// Those that wait now, and addresses and names under way, for tests.
    int size() {
        lock.lock();
        try {
            return waiting.size() + underWay.size();
        } finally {
            lock.unlock();
        }
    }

    private void decide() {
        long now = ticker.getAsLong();
        List<Waiting> decided = new ArrayList<>();
        for (var one : waiting) {
            one.turn = turn(one, now);
            if (one.turn != null) {
                decided.add(one);
                one.decided.signal();
            }
        }
        decided.forEach(waiting::remove);
    }

    private @Nullable Turn turn(Waiting one, long now) {
        if (!brake.mayTry(one.address, one.user, now)) {
            return Turn.REFUSED;
        }
        var from = from(one.address);
        var name = name(one.user);
        int left = brake.leftFor(one.address, one.user, now);
        int mostOfName = left == Integer.MAX_VALUE ? left : Math.min(atOnce, left);
        if (count(from) >= Math.min(atOnce, brake.leftOf(one.address, now))
                || count(name) >= mostOfName) {
            return null;
        }
        underWay.merge(from, 1, Integer::sum);
        underWay.merge(name, 1, Integer::sum);
        return Turn.COMES;
    }

    private int count(String key) {
        return underWay.getOrDefault(key, 0);
    }

    private static String from(InetAddress address) {
        return "address " + LoginBrake.network(address);
    }

    private static String name(String user) {
        return "name " + user;
    }
}
