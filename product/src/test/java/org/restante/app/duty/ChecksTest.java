package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.duty.Checks.TooSoon;
import org.restante.app.identity.Finding;
import org.restante.app.identity.Finding.Result;
import org.restante.app.identity.MendChecks;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.Mend;
import org.restante.mail.event.Event;
import org.restante.mail.message.Domain;
import org.restante.sending.queue.By;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;

/// People ask whether something is mended, of an incident that the test's traffic makes.
final class ChecksTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant ONSET = NOON.plus(Duration.ofMinutes(60));
    private static final By ANN = new By("ann", "");

    private Instant now = NOON;
    private final IncidentWatch watch = new IncidentWatch(Knowledge.shipped());
    private final MadeUpTraffic traffic = new MadeUpTraffic(watch::take);
    private final List<Event> told = new ArrayList<>();
    private final Path folder;
    private final Casebook casebook;
    private final Checks checks;

    ChecksTest(@TempDir Path folder) throws IOException {
        this.folder = folder.resolve("incidents");
        casebook = casebook();
        casebook.caughtUp(watch.incidents(), watch);
        var asking =
                new MendChecks(
                        Optional::empty,
                        () -> Pools.of(Source.unbound("mta2", new Domain("us.example"))),
                        Signatures::none,
                        (_, _, _, _) -> Finding.pass("it answers"),
                        () -> 0);
        checks = new Checks(casebook, watch.latest(), asking, () -> now);
    }

    private Casebook casebook() throws IOException {
        return new Casebook(
                new CaseFolder(folder),
                (type, facts) -> {
                    var event = Event.of(new UUID(0x7000, 1L << 63), now, type, "restante");
                    facts.accept(event);
                    told.add(event.build());
                },
                () -> now);
    }

    private String until(int minutes, Instant end) {
        while (now.isBefore(NOON.plus(Duration.ofMinutes(minutes)))) {
            traffic.minute(now, !now.isBefore(ONSET) && now.isBefore(end));
            now = now.plusSeconds(60);
            casebook.apply(watch.passed(now), watch);
        }
        return casebook.list(true).getFirst().id();
    }

    private Finding check(String id, Mend mend) throws Exception {
        return checks.check(id, mend, ANN).orElseThrow().work().check(mend).orElseThrow().finding();
    }

    @Test
    void refusalsHaveStoppedOnceTheLatestAttemptsWereTaken() throws Exception {
        var id = until(75, ONSET.plus(Duration.ofMinutes(15)));

        var before = check(id, Mend.REFUSALS);
        until(78, ONSET.plus(Duration.ofMinutes(15)));
        var after = check(id, Mend.REFUSALS);

        assertThat(before.result()).isEqualTo(Result.FAIL);
        assertThat(before.found())
                .startsWith("20 of the last 20 attempts since 2026-11-29T13:00:00Z (the onset)");
        assertThat(after.result()).isEqualTo(Result.PASS);
        assertThat(after.found()).startsWith("0 of the last 20 attempts since ");
    }

    @Test
    void whatWasFoundIsKeptAndOnRecord() throws Exception {
        var id = until(75, Instant.MAX);
        told.clear();

        check(id, Mend.PTR);

        var kept = casebook().find(id).orElseThrow();
        assertThat(kept.work().check(Mend.PTR).orElseThrow())
                .isEqualTo(
                        new MendCheck(
                                Mend.PTR, Finding.unknown("this server asks no DNS"), now, "ann"));
        assertThat(kept.timeline().getLast().words())
                .isEqualTo(Mend.PTR.words() + ": unknown; this server asks no DNS");
        assertThat(told).extracting(Event::act).containsExactly("checked");
    }

    @Test
    void theSameIsNotAskedAllTheTime() throws Exception {
        var id = until(75, Instant.MAX);
        check(id, Mend.PTR);

        assertThatThrownBy(() -> checks.check(id, Mend.PTR, ANN))
                .isInstanceOfSatisfying(
                        TooSoon.class,
                        e -> assertThat(e.shouldWait()).isEqualTo(Duration.ofSeconds(10)));
        check(id, Mend.EHLO);
        now = now.plusSeconds(10);
        check(id, Mend.PTR);
    }

    @Test
    void whatNoServerCanFindOutIsSaid() throws Exception {
        var id = until(75, Instant.MAX);

        assertThatThrownBy(() -> checks.check(id, Mend.REASON, ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Only people can tell");
        assertThatThrownBy(() -> checks.check(id, Mend.RECEIVER, ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing that mends");
        assertThat(checks.check("none", Mend.PTR, ANN)).isEmpty();
    }
}
