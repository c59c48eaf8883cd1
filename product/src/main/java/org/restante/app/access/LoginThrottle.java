package org.restante.app.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How often a password may be tried: from one address, and for one name. A right one costs nothing. May be shared.
final class LoginThrottle {
    private static final int MOST = 10_000;
    private static final Pace ADDRESS = new Pace(20, Duration.ofSeconds(15).toNanos());
    private static final Pace NAME = new Pace(10, Duration.ofSeconds(60).toNanos());

    private final LongSupplier ticker;

    /// When each bucket will be full again. Guarded by this.
    private final Map<String, Long> fullAt =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST;
                }
            };

    /// @param tries at once
    /// @param each nanoseconds until one more
    private record Pace(int tries, long each) {}

    LoginThrottle(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// Takes a try, which [#giveBack] returns when it was right.
    ///
    /// @return how long to wait, when there is none
    synchronized Optional<Duration> take(InetAddress from, String name) {
        long now = ticker.getAsLong();
        long wait = Math.max(wait(now, key(from), ADDRESS), wait(now, key(name), NAME));
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        move(now, key(from), ADDRESS.each());
        move(now, key(name), NAME.each());
        return Optional.empty();
    }

    synchronized void giveBack(InetAddress from, String name) {
        long now = ticker.getAsLong();
        move(now, key(from), -ADDRESS.each());
        move(now, key(name), -NAME.each());
    }

    private long wait(long now, String key, Pace pace) {
        var full = fullAt.get(key);
        return full == null ? 0 : full - now - (pace.tries() - 1) * pace.each();
    }

    private void move(long now, String key, long by) {
        var full = fullAt.get(key);
        fullAt.put(key, (full == null || full - now < 0 ? now : full) + by);
    }

    /// An IPv6 network of 64 bits is one client.
    private static String key(InetAddress from) {
        var octets = from.getAddress();
        return "address "
                + HexFormat.of()
                        .formatHex(
                                from instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }

    private static String key(String name) {
        return "name " + name;
    }
}
