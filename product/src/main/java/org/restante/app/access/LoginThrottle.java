package org.restante.app.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How often a password may be tried. A name has few tries at one address, and an address few for all names; from everywhere together a
/// name has more, which whoever guesses from many addresses may use up, but not those of an address or a browser from which the name has
/// signed in before. A right password costs nothing. Remembers the last ten thousand of each kind. May be shared.
final class LoginThrottle {
    private static final int MOST = 10_000;
    private static final Pace ADDRESS = new Pace(20, Duration.ofSeconds(15).toNanos());
    private static final Pace NAME_AT_ADDRESS = new Pace(10, Duration.ofSeconds(60).toNanos());
    private static final Pace NAME = new Pace(50, Duration.ofSeconds(15).toNanos());
    private static final Pace BROWSER = new Pace(10, Duration.ofSeconds(60).toNanos());

    private final LongSupplier ticker;

    /// When each bucket will be full again. Guarded by this.
    private final Map<String, Long> fullAt = new Recent<>();

    /// Names at addresses from which they have signed in. Guarded by this.
    private final Map<String, Boolean> friends = new Recent<>();

    /// @param tries at once
    /// @param each nanoseconds until one more
    private record Pace(int tries, long each) {}

    /// Tries of their own.
    private record Bucket(String key, Pace pace) {}

    /// Whose try it is.
    ///
    /// @param browser the id of one that has shown that the name has signed in by it
    record Asker(InetAddress from, String name, Optional<String> browser) {
        private String address() {
            var octets = from.getAddress();
            // An IPv6 network of 64 bits is one client.
            return "address "
                    + HexFormat.of()
                            .formatHex(
                                    from instanceof Inet6Address
                                            ? Arrays.copyOf(octets, 8)
                                            : octets);
        }

        private String nameAtAddress() {
            return address() + " name " + name;
        }
    }

    LoginThrottle(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// Takes a try, which [#right] returns when it was right.
    ///
    /// @return how long to wait, when there is none
    synchronized Optional<Duration> take(Asker asker) {
        long now = ticker.getAsLong();
        var buckets = buckets(asker);
        long wait = buckets.stream().mapToLong(bucket -> wait(now, bucket)).max().orElse(0);
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        buckets.forEach(bucket -> move(now, bucket.key(), bucket.pace().each()));
        return Optional.empty();
    }

    private List<Bucket> buckets(Asker asker) {
        if (asker.browser().isPresent()) {
            return List.of(new Bucket("browser " + asker.browser().get(), BROWSER));
        }
        var address = new Bucket(asker.address(), ADDRESS);
        var nameAtAddress = new Bucket(asker.nameAtAddress(), NAME_AT_ADDRESS);
        return friends.containsKey(asker.nameAtAddress())
                ? List.of(address, nameAtAddress)
                : List.of(address, nameAtAddress, new Bucket("name " + asker.name(), NAME));
    }

    /// The password was right.
    synchronized void right(Asker asker) {
        long now = ticker.getAsLong();
        buckets(asker).forEach(bucket -> move(now, bucket.key(), -bucket.pace().each()));
        friends.put(asker.nameAtAddress(), true);
    }

    private long wait(long now, Bucket bucket) {
        var full = fullAt.get(bucket.key());
        var pace = bucket.pace();
        return full == null ? 0 : full - now - (pace.tries() - 1) * pace.each();
    }

    private void move(long now, String key, long by) {
        var full = fullAt.get(key);
        fullAt.put(key, (full == null || full - now < 0 ? now : full) + by);
    }

    /// Forgets what was asked for longest ago.
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, V> eldest) {
            return size() > MOST;
        }
    }
}
