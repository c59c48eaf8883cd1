package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.restante.app.access.LoginThrottle.Asker;

/// On a clock that stands where it is put.
final class LoginThrottleTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);

    private static Asker asker(String address, String name) throws UnknownHostException {
        return new Asker(InetAddress.getByName(address), name, Optional.empty());
    }

    /// So many wrong passwords.
    private void guess(int times, Asker asker) {
        for (int i = 0; i < times; i++) {
            assertThat(throttle.take(asker)).as("guess %d", i).isEmpty();
        }
    }

    /// From five addresses, as often as they may.
    private void guessFromManyAddresses(String name) throws UnknownHostException {
        for (int i = 0; i < 5; i++) {
            guess(10, asker("198.51.100." + i, name));
        }
    }

    @Test
    void whoGuessesAtOneAddressKeepsNobodyOutAtAnother() throws Exception {
        guess(10, asker("192.0.2.1", "ann"));

        assertThat(throttle.take(asker("192.0.2.1", "ann"))).contains(Duration.ofMinutes(1));
        assertThat(throttle.take(asker("192.0.2.2", "ann"))).isEmpty();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        guess(1, asker("192.0.2.1", "ann"));
        assertThat(throttle.take(asker("192.0.2.1", "ann"))).isPresent();
    }

    @Test
    void whoGuessesFromManyAddressesKeepsOutOnlyThoseThatNeverSignedIn() throws Exception {
        var home = asker("192.0.2.7", "ann");
        guess(1, home);
        throttle.right(home);
        guessFromManyAddresses("ann");

        assertThat(throttle.take(asker("192.0.2.8", "ann"))).contains(Duration.ofSeconds(15));
        assertThat(throttle.take(home)).isEmpty();
        assertThat(throttle.take(asker("192.0.2.8", "bob"))).isEmpty();
    }

    @Test
    void aBrowserThatHasSignedInHasTriesOfItsOwnWhateverItsAddressHasUsed() throws Exception {
        guess(10, asker("192.0.2.1", "ann"));
        var known = new Asker(InetAddress.getByName("192.0.2.1"), "ann", Optional.of("browser"));

        guess(10, known);
        assertThat(throttle.take(known)).contains(Duration.ofMinutes(1));
    }

    @Test
    void aRightPasswordCostsNothing() throws Exception {
        var ann = asker("192.0.2.1", "ann");
        for (int i = 0; i < 100; i++) {
            guess(1, ann);
            throttle.right(ann);
        }
        guess(10, ann);
    }

    @Test
    void oneAddressTriesTwentyNamesAndANetworkOfIpv6IsOneAddress() throws Exception {
        for (int i = 0; i < 20; i++) {
            guess(1, asker("2001:db8::" + (i + 1), "n" + i));
        }
        assertThat(throttle.take(asker("2001:db8::ffff", "other"))).isPresent();
        assertThat(throttle.take(asker("2001:db8:0:1::1", "other"))).isEmpty();
    }
}
