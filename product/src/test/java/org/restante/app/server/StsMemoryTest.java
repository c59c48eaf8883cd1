package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;
import org.restante.protocol.tlspolicy.StsFinding;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.protocol.tlspolicy.StsPolicy;

/// Policies that are kept over a restart.
final class StsMemoryTest {
    private static final Domain SHOP = new Domain("shop.test");
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final StsPolicy POLICY =
            new StsPolicy(
                    StsPolicy.Mode.ENFORCE,
                    List.of("mx.shop.test", "*.shop.test"),
                    Duration.ofDays(7));

    @TempDir private Path folder;
    private final AtomicInteger fetches = new AtomicInteger();

    private StsPolicies policies(boolean isServed) throws Exception {
        return new StsPolicies(
                ZoneResolver.parse("_mta-sts.shop.test. TXT \"v=STSv1; id=1;\"\n"),
                (domain, patience) -> {
                    fetches.incrementAndGet();
                    return isServed
                            ? new Fetched.File(
                                    "version: STSv1\nmode: enforce\nmx: mx.shop.test\nmx: *.shop.test\nmax_age: 604800\n")
                            : new Fetched.Failed("somebody is in the way");
                },
                StsPolicies.Bounds.usual(),
                () -> 0L);
    }

    private Path file() {
        return folder.resolve("sts-policies.json");
    }

    private StsMemory memory(StsPolicies policies, Instant now) {
        return new StsMemory(file(), InstantSource.fixed(now), () -> Optional.of(policies));
    }

    private StsFinding afterARestart(Instant now) throws Exception {
        var policies = policies(false);
        try (var memory = memory(policies, now)) {
            memory.start();
            return policies.of(SHOP, Duration.ofSeconds(1));
        }
    }

    private void hadOnce() throws Exception {
        var policies = policies(true);
        try (var memory = memory(policies, NOW)) {
            memory.start();
            policies.of(SHOP, Duration.ofSeconds(1));
        }
    }

    @Test
    void aPolicyOnceHadHoldsOverARestartAlthoughItCannotBeFetched() throws Exception {
        hadOnce();

        assertThat(afterARestart(NOW.plus(Duration.ofHours(1))))
                .isEqualTo(new StsFinding.Found(POLICY, "1"));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void itHoldsNoLongerThanItsMaxAge() throws Exception {
        hadOnce();

        assertThat(afterARestart(NOW.plus(Duration.ofDays(7))))
                .isInstanceOf(StsFinding.Broken.class);
    }

    @Test
    void aDamagedFileIsSetAside() throws Exception {
        Files.writeString(file(), "{\"policies\":[");

        assertThat(afterARestart(NOW)).isInstanceOf(StsFinding.Broken.class);
        assertThat(folder.resolve("sts-policies.json.bad")).exists();
    }

    @Test
    void whatIsNoPolicyInItIsPassedOver() throws Exception {
        hadOnce();
        Files.writeString(
                file(),
                Files.readString(file())
                        .replace("\"policies\":[", "\"policies\":[{\"domain\":\"x\"},7,"));

        assertThat(afterARestart(NOW)).isInstanceOf(StsFinding.Found.class);
    }
}
