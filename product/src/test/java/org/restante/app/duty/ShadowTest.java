package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.response.Action;
import org.restante.insight.response.Mode;
import org.restante.insight.response.ResponseSettings;
import org.restante.insight.response.ResponseTable;
import org.restante.mail.message.Domain;
import org.restante.sending.queue.By;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;

/// What acting would have done, beside what it does; time and traffic are the test's.
final class ShadowTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant ONSET = NOON.plus(Duration.ofMinutes(60));

    @TempDir private Path folder;

    /// A server of its own before the same traffic.
    private static final class World {
        private Instant now = NOON;
        private final Path folder;
        private final IncidentWatch watch = new IncidentWatch(Knowledge.shipped());
        private final MadeUpTraffic traffic = new MadeUpTraffic(watch::take);
        private final NotedControl control = new NotedControl(() -> now);
        private final Casebook casebook;
        private final Responder responder;
        private ResponseSettings settings;
        private Shadow shadow;

        World(Path folder, ResponseSettings settings) throws IOException {
            this.folder = folder;
            this.settings = settings;
            casebook = new Casebook(new CaseFolder(folder), (type, facts) -> {}, () -> now);
            casebook.caughtUp(List.of(), watch);
            responder =
                    new Responder(casebook, control, () -> this.settings, World::pools, () -> now);
            shadow = shadow();
        }

        private Shadow shadow() throws IOException {
            return new Shadow(
                    casebook,
                    control,
                    () -> settings,
                    World::pools,
                    folder.resolve("shadow"),
                    () -> now);
        }

        private static Pools pools() {
            var members = new ArrayList<Pool.Member>();
            for (var source : List.of("mta1", "mta2")) {
                members.add(new Pool.Member(Source.unbound(source, new Domain("us.example")), 1));
            }
            return new Pools(List.of(new Pool("all", members, false)), "all");
        }

        void until(int minutes, Instant to) {
            while (now.isBefore(NOON.plus(Duration.ofMinutes(minutes)))) {
                traffic.minute(now, !now.isBefore(ONSET) && now.isBefore(to));
                now = now.plusSeconds(60);
                casebook.apply(watch.passed(now), watch);
                casebook.refresh(watch.incidents(), watch);
                responder.look();
                shadow.look();
            }
        }

        Case only() {
            assertThat(casebook.list(null)).hasSize(1);
            return casebook.list(null).getFirst();
        }

        List<ShadowAct> acts() {
            return shadow.acts(only().id());
        }
    }

    private World world(Mode mode, Duration lasts) throws IOException {
        return new World(
                folder.resolve(mode.word() + lasts),
                new ResponseSettings(
                        true,
                        mode,
                        mode,
                        Map.of(),
                        lasts,
                        Duration.ofDays(3),
                        ResponseTable.defaults()));
    }

    private World world(Mode mode) throws IOException {
        return world(mode, Duration.ofHours(2));
    }

    /// The traffic is made up and heeds no limit, so both servers see the same.
    @Test
    void itWouldHaveDoneWhatAServerThatActsDoes() throws Exception {
        for (var lasts : List.of(Duration.ofHours(2), Duration.ofMinutes(7))) {
            var acting = world(Mode.ACT, lasts);
            acting.until(110, ONSET.plusSeconds(20 * 60));
            var suggesting = world(Mode.SUGGEST, lasts);
            suggesting.until(110, ONSET.plusSeconds(20 * 60));

            assertThat(suggesting.control.done).isEmpty();
            assertThat(acting.acts()).isEmpty();
            var done = acting.only().deeds();
            assertThat(done).isNotEmpty();
            assertThat(suggesting.acts())
                    .extracting(ShadowAct::words, ShadowAct::from, ShadowAct::due)
                    .isEqualTo(
                            done.stream()
                                    .map(it ->
                                            org.assertj.core.groups.Tuple.tuple(
                                                    it.words(), it.at(), it.until()))
                                    .toList());
            assertThat(suggesting.acts()).noneMatch(ShadowAct::stands);
            assertThat(suggesting.acts().getLast().end())
                    .isIn("the incident was over", "its time was over");
        }
    }

    @Test
    void itCountsWhatWasTriedMeanwhileAndWouldNotHaveBeen() throws Exception {
        var world = world(Mode.OBSERVE);
        world.until(75, Instant.MAX);
        var begun = world.acts().getFirst();
        world.until(135, Instant.MAX);

        var act = world.acts().getFirst();
        assertThat(act.action()).isEqualTo(Action.PAUSE);
        assertThat(act.perHour()).isEqualTo(12);
        assertThat(act.why()).contains("messages were refused");
        assertThat(act.headline()).contains("gmail from mta2");
        assertThat(act.attempts() - begun.attempts())
                .as("thirty a minute for an hour")
                .isBetween(1_700L, 1_900L);
        long hours = act.lasted(world.now).toMinutes();
        assertThat(act.letThrough(world.now)).hasValue(Math.round(12 * hours / 60.0));
        assertThat(act.sparedAttempts(world.now).orElseThrow())
                .isEqualTo(act.attempts() - act.letThrough(world.now).orElseThrow());
        assertThat(act.sparedRefusals(world.now).orElseThrow())
                .isEqualTo(act.sparedAttempts(world.now).orElseThrow());
    }

    @Test
    void afterARestartItGoesOn() throws Exception {
        var world = world(Mode.SUGGEST);
        world.until(80, Instant.MAX);
        var before = world.acts();
        world.shadow = world.shadow();
        assertThat(world.acts()).isEqualTo(before);

        world.until(90, Instant.MAX);
        assertThat(world.acts()).hasSize(1);
        assertThat(world.acts().getFirst().attempts()).isGreaterThan(before.getFirst().attempts());
    }

    @Test
    void allSourcesOfAPoolWouldNotHaveBeenPausedEither() throws Exception {
        var world = world(Mode.SUGGEST);
        world.until(75, Instant.MAX);
        world.traffic.blocks("mta1");
        world.until(95, Instant.MAX);

        var all = world.casebook.list(true);
        assertThat(all).hasSizeGreaterThan(1);
        assertThat(all)
                .flatExtracting(it -> world.shadow.acts(it.id()))
                .as("one source alone")
                .hasSize(1);
        assertThat(all)
                .extracting(it -> world.shadow.withheld(it.id()))
                .anyMatch(it -> it != null && it.contains("pool all"));
    }

    @Test
    void itEndsWhereTheServerActsByItself() throws Exception {
        var world = world(Mode.SUGGEST);
        world.until(80, Instant.MAX);
        world.settings =
                new ResponseSettings(
                        true,
                        Mode.ACT,
                        Mode.ACT,
                        Map.of(),
                        Duration.ofHours(2),
                        Duration.ofDays(3),
                        ResponseTable.defaults());
        world.until(85, Instant.MAX);

        assertThat(world.acts())
                .extracting(ShadowAct::end)
                .containsExactly("the server acts by itself since");
        assertThat(world.control.done).hasSize(1);
    }

    @Test
    void whatAPersonDidIsNotDoneOnceMore() throws Exception {
        var world = world(Mode.SUGGEST, Duration.ofMinutes(30));
        world.until(75, Instant.MAX);
        world.responder.act(world.only().id(), new By("ann", "stop it"));
        world.until(100, Instant.MAX);

        assertThat(world.acts()).hasSize(1);
        assertThat(world.control.done).hasSize(1);
    }

    @Test
    void quietTrafficCastsNoShadow() throws Exception {
        var world = world(Mode.SUGGEST);
        world.until(120, NOON);

        assertThat(world.casebook.list(null)).isEmpty();
        assertThat(world.folder.resolve("shadow")).doesNotExist();
    }
}
