package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.restante.sending.reception.Client;

final class PasswordDoorTest {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private final AtomicLong ticks = new AtomicLong();

    private static User user(String name, String password) {
        var hash = PasswordHash.of(password, PasswordHash.Cost.USUAL, CHANCE).text();
        var client =
                new Client(
                        name,
                        Optional.empty(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        OptionalLong.empty(),
                        OptionalLong.empty());
        return new User(client, hash);
    }

    private PasswordDoor door(User... users) {
        return new PasswordDoor(users(users), ticks::get, CHANCE, 2);
    }

    private static Users users(User... users) {
        var byName = new LinkedHashMap<String, User>();
        for (var user : users) {
            byName.put(user.name(), user);
        }
        return new Users(byName);
    }

    @Test
    void nameAndPasswordBelongTogether() {
        var door = door(user("a", "password of a"), user("b", "password of b"));
        for (int round = 0; round < 2; round++) {
            assertThat(door.user("a", "password of a")).map(User::name).contains("a");
            assertThat(door.user("b", "password of b")).map(User::name).contains("b");
            assertThat(door.user("a", "password of b")).isEmpty();
            assertThat(door.user("A", "password of a")).isEmpty();
            assertThat(door.user("a", "")).isEmpty();
            assertThat(door.user("", "")).isEmpty();
            assertThat(door.user("c", "password of a")).isEmpty();
            assertThat(door.user("a", "x".repeat(5000))).isEmpty();
        }
    }

    @Test
    void aClientThatComesAgainPaysOnceUntilItIsForgotten() {
        var door = door(user("a", "password of a"));
        door.user("a", "password of a");
        long again = leastOf(5, door, "a", "password of a");
        ticks.addAndGet(Duration.ofMinutes(11).toNanos());
        long forgotten = leastOf(1, door, "a", "password of a");
        assertThat(again).isLessThan(forgotten / 10);
    }

    /// Nanoseconds of this thread's own work, for the machine is shared; the least of several.
    private static long leastOf(int times, PasswordDoor door, String name, String password) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            long before = CPU.getCurrentThreadCpuTime();
            door.user(name, password);
            least = Math.min(least, CPU.getCurrentThreadCpuTime() - before);
        }
        return least;
    }

    /// Both make one hash of the same cost; the margin is wide.
    @Test
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        var door = door(user("known", "password of a"));
        long wrong = leastOf(5, door, "known", "wrong password");
        long unknown = leastOf(5, door, "unknown", "wrong password");
        assertThat((double) unknown / wrong).isBetween(0.3, 3.0);
    }

    @Test
    void aNewPasswordOrARemovedUserCountsAtOnce() {
        var door = door(user("a", "password of a"), user("b", "password of b"));
        door.user("a", "password of a");
        door.user("b", "password of b");
        door.replace(users(user("a", "another one")));
        assertThat(door.user("a", "password of a")).isEmpty();
        assertThat(door.user("a", "another one")).isPresent();
        assertThat(door.user("b", "password of b")).isEmpty();
    }

    @Test
    void withoutUsersNobodyComesIn() {
        var door = new PasswordDoor(new Users(Map.of()), ticks::get, CHANCE, 1);
        assertThat(door.user("a", "password of a")).isEmpty();
        assertThat(door.user("", "")).isEmpty();
    }
}
