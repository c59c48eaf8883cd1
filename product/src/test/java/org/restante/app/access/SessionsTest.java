package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Sessions and the throttle, on a clock that stands where it is put.
final class SessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final ConsoleUser ANN =
            new ConsoleUser("ann", Role.VIEWER, Optional.empty(), "hash");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Sessions sessions = new Sessions(new SecureRandom(), nanos::get);

    private String begin() {
        var secret = sessions.secret();
        sessions.begin(secret, ANN, NOON);
        return secret;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSessionEndsWhenNobodyUsesItAndLookingIsNotUsing() {
        var secret = begin();
        pass(Sessions.IDLE.minusMinutes(1));
        assertThat(sessions.stands(secret)).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(sessions.stands(secret)).isFalse();
        assertThat(sessions.of(secret)).isEmpty();
    }

    @Test
    void aSessionThatIsUsedEndsAfterTwelveHoursAllTheSame() {
        var secret = begin();
        for (int i = 0; i < 23; i++) {
            pass(Duration.ofMinutes(30));
            assertThat(sessions.of(secret)).as("half hour %s", i).isPresent();
        }
        pass(Duration.ofMinutes(30));
        assertThat(sessions.of(secret)).isEmpty();
    }

    @Test
    void theTwentyFirstSessionOfAUserEndsTheFirst() {
        var first = begin();
        var second = begin();
        for (int i = 0; i < 19; i++) {
            begin();
        }
        assertThat(sessions.of(first)).isEmpty();
        assertThat(sessions.of(second)).isPresent();
    }

    @Test
    void wrongPasswordsAreCountedByNameAndByAddressAndTimeForgives() throws Exception {
        var throttle = new LoginThrottle(nanos::get);
        var here = InetAddress.getByName("192.0.2.1");
        var there = InetAddress.getByName("192.0.2.2");
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.take(here, "ann")).isEmpty();
        }
        assertThat(throttle.take(there, "ann")).contains(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));
        assertThat(throttle.take(there, "ann")).isEmpty();
        assertThat(throttle.take(there, "ann")).isPresent();
    }

    @Test
    void oneAddressTriesTwentyNamesAndANetworkOfIpv6IsOneAddress() throws Exception {
        var throttle = new LoginThrottle(nanos::get);
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.take(InetAddress.getByName("2001:db8::" + (i + 1)), "n" + i))
                    .isEmpty();
        }
        assertThat(throttle.take(InetAddress.getByName("2001:db8::ffff"), "other")).isPresent();
        assertThat(throttle.take(InetAddress.getByName("2001:db8:0:1::1"), "other")).isEmpty();
    }
}
