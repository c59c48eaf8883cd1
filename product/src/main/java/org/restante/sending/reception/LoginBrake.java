package org.restante.sending.reception;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slows down who guesses passwords. A failure leaks away evenly over the memory's length, so nobody is locked out for ever and
/// nothing has to be swept. Guarded by itself.
final class LoginBrake {
    /// Of an IPv6 address a customer has all behind these octets.
    private static final int IPV6_OCTETS = 8;

    private final LoginBrakeSettings settings;
    private final Map<String, Failures> byAddress;
    private final Map<String, Failures> byUser;

    /// Addresses from which a name has logged in: `address name`, and when.
    private final Map<String, Long> friends;

    LoginBrake(LoginBrakeSettings settings) {
        this.settings = settings;
        byAddress = new Remembered<>(settings.remembered());
        byUser = new Remembered<>(settings.remembered());
        friends = new Remembered<>(settings.remembered());
    }

    /// Whether a log-in may be tried now: from the last failure there must be room for one more.
    synchronized boolean mayTry(InetAddress address, String user, long now) {
        var from = network(address);
        return count(byAddress, from, now) <= settings.perAddress() - 1
                && (count(byUser, user, now) <= settings.perUser() - 1
                        || friends.containsKey(from + " " + user));
    }

    /// How many more of an address may fail.
    synchronized int leftOf(InetAddress address, long now) {
        return left(settings.perAddress(), count(byAddress, network(address), now));
    }

    /// How many more for a name may fail; without a bound where it has logged in from the address before: who guesses from elsewhere
    /// is not to keep it out.
    synchronized int leftFor(InetAddress address, String user, long now) {
        return friends.containsKey(network(address) + " " + user)
                ? Integer.MAX_VALUE
                : left(settings.perUser(), count(byUser, user, now));
    }

    private static int left(int most, double failures) {
        return Math.max(0, (int) Math.floor(most - failures));
    }

    /// A log-in failed.
    ///
    /// @return how long the answer waits
    synchronized Duration failed(InetAddress address, String user, long now) {
        var from = network(address);
        double failures = add(byAddress, from, now);
        add(byUser, user, now);
        int beyond = (int) Math.round(failures) - settings.free();
        if (beyond <= 0) {
            return Duration.ZERO;
        }
        long factor = 1L << Math.min(beyond - 1, 20);
        var wait = settings.delay().multipliedBy(factor);
        return wait.compareTo(settings.longestDelay()) < 0 ? wait : settings.longestDelay();
    }

    /// A log-in succeeded. The failures stay: who guesses may own one account.
    synchronized void succeeded(InetAddress address, String user, long now) {
        friends.put(network(address) + " " + user, now);
    }

    /// Addresses and names that are remembered, for tests.
    synchronized int remembered() {
        return byAddress.size() + byUser.size() + friends.size();
    }

    private double count(Map<String, Failures> of, String key, long now) {
        var failures = of.get(key);
        return failures == null ? 0 : failures.at(now, leak());
    }

    private double add(Map<String, Failures> to, String key, long now) {
        double count = count(to, key, now) + 1;
        to.put(key, new Failures(count, now));
        return count;
    }

    /// Failures that leak away in a nanosecond: an address at its limit may try again after a part of the memory's length.
    private double leak() {
        return (double) settings.perAddress() / settings.memory().toNanos();
    }

    static String network(InetAddress address) {
        byte[] octets = address.getAddress();
        return HexFormat.of()
                .formatHex(
                        address instanceof Inet6Address
                                ? Arrays.copyOf(octets, IPV6_OCTETS)
                                : octets);
    }

    private record Failures(double count, long at) {
        double at(long now, double leak) {
            return Math.max(0, count - (now - at) * leak);
        }
    }

    /// Forgets what was not seen for longest.
    private static final class Remembered<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;
        private final int most;

        Remembered(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, V> eldest) {
            return size() > most;
        }
    }
}
