package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.duty.Entry.What;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.response.Mode;
import org.restante.insight.response.ResponseSettings;
import org.restante.insight.response.ResponseTable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.sending.queue.By;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;

/// What is done about an incident in each mode, and taken back; its time is the test's, its queue notes down what it is told.
final class ResponderTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant ONSET = NOON.plus(Duration.ofMinutes(60));

    private Instant now = NOON;
    private final List<Event> told = new ArrayList<>();
    private final IncidentWatch watch = new IncidentWatch(Knowledge.shipped());
    private final MadeUpTraffic traffic = new MadeUpTraffic(watch::take);
    private final NotedControl control = new NotedControl(() -> now);
    private final Casebook casebook;
    private ResponseSettings settings = settings(true, Mode.ACT);
    private Pools pools = pools("mta1", "mta2");
    private final Responder responder;

    ResponderTest(@TempDir Path folder) throws IOException {
        casebook =
                new Casebook(
                        new CaseFolder(folder),
                        (type, facts) -> {
                            var event = Event.of(new UUID(0x7000, 1L << 63), now, type, "restante");
                            facts.accept(event);
                            told.add(event.build());
                        },
                        () -> now);
        casebook.caughtUp(List.of(), watch);
        responder = new Responder(casebook, control, () -> settings, () -> pools, () -> now);
    }

    private static ResponseSettings settings(boolean automatic, Mode mode) {
        return new ResponseSettings(
                automatic,
                mode,
                mode,
                Map.of(),
                Duration.ofHours(2),
                Duration.ofDays(3),
                ResponseTable.defaults());
    }

    private static Pools pools(String... sources) {
        var members = new ArrayList<Pool.Member>();
        for (var source : sources) {
            members.add(new Pool.Member(Source.unbound(source, new Domain("us.example")), 1));
        }
        return new Pools(List.of(new Pool("all", members, false)), "all");
    }

    private void until(int minutes, Instant from, Instant to) {
        while (now.isBefore(NOON.plus(Duration.ofMinutes(minutes)))) {
            traffic.minute(now, !now.isBefore(from) && now.isBefore(to));
            now = now.plusSeconds(60);
            casebook.apply(watch.passed(now), watch);
            casebook.refresh(watch.incidents(), watch);
            responder.look();
        }
    }

    private Case only() {
        assertThat(casebook.list(null)).hasSize(1);
        return casebook.list(null).getFirst();
    }

    private List<String> did() {
        return only().timeline().stream()
                .filter(it ->
                        it.what() == What.SUGGESTED
                                || it.what() == What.ACTED
                                || it.what() == What.UNDONE
                                || it.what() == What.ENDED)
                .map(it -> it.what().word() + " by " + it.actor())
                .toList();
    }

    @Test
    void byDefaultItSuggestsOnceAndDoesNothing() {
        settings = ResponseSettings.defaults();
        until(75, ONSET, Instant.MAX);

        assertThat(control.done).isEmpty();
        assertThat(did()).containsExactly("suggested by restante");
    }

    @Test
    void whoOnlyObservesTellsWhoAsks() throws Exception {
        settings = settings(true, Mode.OBSERVE);
        until(75, ONSET, Instant.MAX);

        assertThat(did()).isEmpty();
        assertThat(responder.standing(only()))
                .isEqualTo(
                        new Responder.Standing(
                                Mode.OBSERVE,
                                "limit source=mta2 provider=gmail connections=1 messages_per_hour=12",
                                null));
    }

    @Test
    void itActsWithReasonAndEndAndTakesItBackWhenTheIncidentIsOver() {
        until(75, ONSET, Instant.MAX);

        assertThat(control.done).hasSize(1);
        assertThat(control.done.getFirst())
                .startsWith(
                        "limit source=mta2 provider=gmail connections=1 messages_per_hour=12 by restante: incident "
                                + only().id()
                                + ": at least ");
        assertThat(only().deeds().getFirst().until()).isAfter(ONSET.plus(Duration.ofHours(2)));
        assertThat(only().work().reviewAt()).isEqualTo(only().deeds().getFirst().until());

        until(100, ONSET, ONSET.plusSeconds(15 * 60));
        assertThat(only().isOpen()).isFalse();
        assertThat(did()).containsExactly("acted by restante", "undone by restante");
        assertThat(control.done)
                .last()
                .asString()
                .startsWith("undo by restante: the incident is over");
        assertThat(told)
                .filteredOn(event -> "acted".equals(event.act()))
                .allMatch(event -> event.type() == EventType.INCIDENT);
    }

    @Test
    void oneSwitchStopsAllActsThatNobodyAskedFor() {
        settings = settings(false, Mode.ACT);
        until(75, ONSET, Instant.MAX);

        assertThat(control.done).isEmpty();
        assertThat(did()).containsExactly("suggested by restante");
    }

    @Test
    void whatAPersonTookBackIsNotDoneAgain() throws Exception {
        until(75, ONSET, Instant.MAX);
        responder.undo(only().id(), new By("ann", "they answered"));
        until(90, ONSET, Instant.MAX);

        assertThat(control.done).hasSize(2);
        assertThat(did())
                .containsExactly("acted by restante", "undone by ann", "suggested by restante");
        assertThat(responder.standing(only()).whyNot())
                .isEqualTo("a person took back what was done");
        assertThatThrownBy(() -> responder.undo(only().id(), new By("ann", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoseTimeIsOverIsActedUponAnewWhileItLasts() {
        settings =
                new ResponseSettings(
                        true,
                        Mode.ACT,
                        Mode.ACT,
                        Map.of(),
                        Duration.ofMinutes(10),
                        Duration.ofDays(3),
                        ResponseTable.defaults());
        until(80, ONSET, Instant.MAX);

        assertThat(did())
                .containsExactly("acted by restante", "ended by restante", "acted by restante");
    }

    @Test
    void aPersonActsInAnyMode() throws Exception {
        settings = settings(true, Mode.OBSERVE);
        until(75, ONSET, Instant.MAX);

        var after = responder.act(only().id(), new By("ann", "stop it")).orElseThrow();

        assertThat(control.done).hasSize(1).first().asString().endsWith("by ann: stop it");
        assertThat(after.deeds().getFirst().stands()).isTrue();
        assertThat(responder.act("none", new By("ann", ""))).isEmpty();
    }

    @Test
    void allSourcesOfAPoolAreNotPausedWithoutAPerson() throws Exception {
        pools = pools("mta1", "mta2");
        until(75, ONSET, Instant.MAX);
        control.done.clear();

        traffic.blocks("mta1");
        until(95, ONSET, Instant.MAX);

        assertThat(casebook.list(true)).hasSizeGreaterThan(1);
        assertThat(control.done).isEmpty();
        assertThat(casebook.list(true))
                .flatExtracting(Case::timeline)
                .extracting(Entry::what)
                .contains(What.SUGGESTED);
    }

    @Test
    void nothingIsDoneWhereNothingIsAskedFor() {
        until(75, ONSET, ONSET.plusSeconds(300));

        assertThatThrownBy(() -> responder.act(only().id(), new By("ann", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
