package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Guessers of passwords and senders to nobody.
final class BrakesTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private static final LoginBrakeSettings LOGINS =
            new LoginBrakeSettings(
                    2,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    6,
                    8,
                    Duration.ofMinutes(6),
                    100);

    private final LoginBrake logins = new LoginBrake(LOGINS);
    private final Kept kept = new Kept();
    private Instant now = NOON;
    private long ticks;

    /// Keeps in memory, and remembers what was told.
    private static final class Kept implements Keepsakes {
        final Map<String, byte[]> values = new HashMap<>();
        final List<String> told = new ArrayList<>();

        @Override
        public Map<String, byte[]> all(String beginning) {
            var all = new HashMap<>(values);
            all.keySet().removeIf(name -> !name.startsWith(beginning));
            return all;
        }

        @Override
        public void keep(String name, byte @Nullable [] value) {
            if (value == null) {
                values.remove(name);
            } else {
                values.put(name, value);
            }
        }

        @Override
        public void keep(
                String name, byte @Nullable [] value, String act, String actor, String reason) {
            keep(name, value);
            told.add(act + " by " + actor + ": " + reason);
        }
    }

    private Brakes brakes() {
        return new Brakes(
                LOGINS,
                new BounceBrakeSettings(50, 20, 20, Duration.ofHours(1)),
                kept,
                () -> now,
                () -> ticks);
    }

    private static Client client(long hourly) {
        return new Client(
                "shop",
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                false,
                OptionalLong.of(hourly),
                OptionalLong.empty());
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }

    @Test
    void eachFailureBeyondAFewWaitsLonger() {
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 6; i++) {
            waits.add(logins.failed(HERE, "ann", 0));
        }

        assertThat(waits.stream().map(Duration::toSeconds)).containsExactly(0L, 0L, 1L, 2L, 4L, 5L);
    }

    @Test
    void anAddressThatFailsTooOftenWaitsUntilAFailureIsForgotten() {
        for (int i = 0; i < 6; i++) {
            logins.failed(HERE, "name " + i, 0);
        }

        assertThat(logins.mayTry(HERE, "ann", 0)).isFalse();
        assertThat(logins.mayTry(THERE, "ann", 0)).isTrue();
        assertThat(logins.mayTry(HERE, "ann", seconds(61))).isTrue();
    }

    @Test
    void aNameGuessedFromEverywhereIsOpenOnlyWhereItHasLoggedInBefore() {
        logins.succeeded(HERE, "ann", 0);
        for (int i = 0; i < 8; i++) {
            logins.failed(InetAddress.ofLiteral("198.51.100." + i), "ann", 0);
        }

        assertThat(logins.mayTry(THERE, "ann", 0)).isFalse();
        assertThat(logins.mayTry(THERE, "bob", 0)).isTrue();
        assertThat(logins.mayTry(HERE, "ann", 0)).isTrue();
    }

    @Test
    void whoOwnsOneAccountGuessesOthersNoFaster() {
        for (int i = 0; i < 6; i++) {
            logins.failed(HERE, "ann", 0);
            logins.succeeded(HERE, "mine", 0);
        }

        assertThat(logins.mayTry(HERE, "ann", 0)).isFalse();
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOne() {
        for (int i = 0; i < 6; i++) {
            logins.failed(InetAddress.ofLiteral("2001:db8:1:2::" + i), "ann" + i, 0);
        }

        assertThat(logins.mayTry(InetAddress.ofLiteral("2001:db8:1:2:ffff::"), "ann", 0)).isFalse();
        assertThat(logins.mayTry(InetAddress.ofLiteral("2001:db8:1:3::"), "ann", 0)).isTrue();
    }

    @Test
    void aMillionAddressesTakeNoMoreRoomThanAHundred() {
        for (int i = 0; i < 1_000_000; i++) {
            logins.failed(
                    InetAddress.ofLiteral(
                            "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)),
                    "name" + i,
                    0);
        }

        assertThat(logins.remembered()).isLessThanOrEqualTo(300);
    }

    @Test
    void whoseMailGoesToNobodyIsStopped() {
        var brakes = brakes();
        for (int i = 0; i < 40; i++) {
            brakes.came("shop", Optional.empty(), i % 10 < 1);
        }
        assertThat(brakes.objection(client(1))).isEmpty();

        for (int i = 0; i < 5; i++) {
            brakes.came("shop", Optional.empty(), true);
        }

        assertThat(brakes.objection(client(1)))
                .contains(
                        "shop is stopped until 2026-11-20T13:00:00Z: 9 of its last 45 recipients were unknown or refused it as spam");
        assertThat(kept.told)
                .containsExactly(
                        "stop client shop until 2026-11-20T13:00:00Z by bounce brake: 9 of its last 45 recipients were unknown or refused it as spam");
    }

    @Test
    void aStopOutlivesARestartAndEndsByItself() {
        var before = brakes();
        for (int i = 0; i < 20; i++) {
            before.came("shop", Optional.empty(), true);
        }

        var after = brakes();

        assertThat(after.objection(client(1))).isPresent();
        now = NOON.plus(Duration.ofMinutes(61));
        assertThat(after.objection(client(1))).isEmpty();
    }

    @Test
    void aTenantWhoseMailGoesToNobodyStopsNoOtherOfTheSameClient() {
        var brakes = brakes();
        var network = Client.trusted("network 192.0.2.7");
        for (int i = 0; i < 20; i++) {
            brakes.came(network.name(), Optional.of("acme"), true);
        }

        assertThat(brakes.objection(network)).as("its mail says later whose it is").isEmpty();
        assertThat(brakes.objection(network, Optional.of("acme")))
                .hasValueSatisfying(why ->
                        assertThat(why)
                                .startsWith("network 192.0.2.7 tenant acme is stopped until "));
        assertThat(brakes.objection(network, Optional.of("other"))).isEmpty();
        assertThat(brakes.objection(network, Optional.empty())).isEmpty();
        assertThat(brakes.objection(Client.trusted("network 192.0.2.8"), Optional.of("acme")))
                .isEmpty();
        assertThat(brakes.release("network 192.0.2.7 tenant acme", "ann", "mended")).isTrue();
    }

    @Test
    void whoNamesEverNewTenantsIsStoppedWithThemAndThoseOfOldAreNot() {
        var brakes = brakes();
        var network = Client.trusted("network 192.0.2.7");
        for (int i = 0; i < 20; i++) {
            brakes.came(network.name(), Optional.of("old"), false);
        }
        for (int tenant = 0; tenant < 36; tenant++) {
            assertThat(brakes.objection(network, Optional.of("t" + tenant))).isEmpty();
            for (int i = 0; i < 5; i++) {
                brakes.came(network.name(), Optional.of("t" + tenant), i < 2);
            }
        }

        assertThat(brakes.objection(network, Optional.of("t40")))
                .hasValue(
                        "mail of tenants that are new to network 192.0.2.7 is not taken until 2026-11-20T13:00:00Z: 72 of its last 200 recipients were unknown or refused it as spam");
        assertThat(brakes.objection(network, Optional.of("old"))).isEmpty();
        assertThat(brakes.objection(network, Optional.empty())).isEmpty();
        assertThat(brakes.release("network 192.0.2.7 new tenants", "ann", "known")).isTrue();
        assertThat(brakes.objection(network, Optional.of("t40"))).isEmpty();
    }

    @Test
    void oneBadTenantStopsNoOthers() {
        var brakes = brakes();
        var network = Client.trusted("network 192.0.2.7");
        for (int i = 0; i < 2000; i++) {
            brakes.came(network.name(), Optional.of("bad"), true);
        }

        assertThat(brakes.stopped()).containsOnlyKeys("network 192.0.2.7 tenant bad");
        assertThat(brakes.objection(network, Optional.of("new"))).isEmpty();
    }

    @Test
    void aPersonMayEndItSooner() {
        var brakes = brakes();
        for (int i = 0; i < 20; i++) {
            brakes.came("shop", Optional.empty(), true);
        }

        assertThat(brakes.stopped()).containsOnlyKeys("shop");
        assertThat(brakes.release("shop", "ann", "the list was mended")).isTrue();
        assertThat(brakes.objection(client(1))).isEmpty();
        assertThat(brakes.release("shop", "ann", "again")).isFalse();
        assertThat(kept.values).isEmpty();
        assertThat(kept.told).last().isEqualTo("release client shop by ann: the list was mended");
    }

    @Test
    void goodMailOfLongAgoDoesNotHideBadMailOfNow() {
        var brakes = brakes();
        for (int i = 0; i < 1000; i++) {
            brakes.came("shop", Optional.empty(), false);
        }
        for (int i = 0; i < 10; i++) {
            brakes.came("shop", Optional.empty(), true);
        }

        assertThat(brakes.objection(client(1))).isPresent();
    }

    @Test
    void recipientsOfTheHourAreCountedOnAfterARestart() {
        var before = brakes();
        for (int i = 0; i < 3; i++) {
            assertThat(before.allows(client(5))).isTrue();
        }
        before.save();

        var after = brakes();

        assertThat(after.allows(client(5))).isTrue();
        assertThat(after.allows(client(5))).isTrue();
        assertThat(after.allows(client(5))).isFalse();
    }

    @Test
    void whatIsKeptAndCannotBeReadStopsNobody() {
        kept.values.put("reception.stopped/shop", "nonsense".getBytes(StandardCharsets.US_ASCII));

        assertThat(brakes().objection(client(1))).isEmpty();
    }
}
