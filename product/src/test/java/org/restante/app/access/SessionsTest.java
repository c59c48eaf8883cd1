package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// On a clock that stands where it is put.
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
}
