package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.duty.PostmasterLetter.State;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.CaseFile;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentChange;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.insight.response.Action;
import org.restante.insight.response.ResponseSettings;
import org.restante.insight.response.ResponseTable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.meaning.verdict.Cause;
import org.restante.sending.queue.By;

/// Incidents of a server whose time is the test's: found in its events, kept, and gone on with after a restart.
final class CasebookTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant ONSET = NOON.plus(Duration.ofMinutes(60));

    private final Path folder;
    private final List<Event> record = new ArrayList<>();
    private final List<Event> told = new ArrayList<>();
    private Instant now = NOON;
    private IncidentWatch watch = new IncidentWatch(Knowledge.shipped());
    private Casebook casebook;
    private final MadeUpTraffic traffic =
            new MadeUpTraffic(event -> {
                record.add(event);
                watch.take(event);
            });

    CasebookTest(@TempDir Path folder) throws IOException {
        this.folder = folder.resolve("incidents");
        casebook = casebook();
    }

    private Casebook casebook() throws IOException {
        return new Casebook(new CaseFolder(folder), this::tell, () -> now);
    }

    private void tell(EventType type, Consumer<Event.Builder> facts) {
        var event =
                Event.of(
                        new UUID(now.toEpochMilli() << 16 | 0x7000, 1L << 63),
                        now,
                        type,
                        "restante");
        facts.accept(event);
        told.add(event.build());
    }

    /// Goes on minute by minute; Gmail refuses mta2 between these.
    private void until(Duration passed, Instant from, Instant to) {
        while (now.isBefore(NOON.plus(passed))) {
            traffic.minute(now, !now.isBefore(from) && now.isBefore(to));
            now = now.plusSeconds(60);
            casebook.apply(watch.passed(now), watch);
            casebook.refresh(watch.incidents(), watch);
        }
    }

    private void begin() throws IOException {
        casebook = casebook();
        casebook.caughtUp(watch.incidents(), watch);
    }

    private List<String> acts() {
        return told.stream().map(event -> event.type().word() + " " + event.act()).toList();
    }

    @Test
    void anIncidentOfAnImportedLogIsOneOfThePastAndNobodyIsTold() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var found = casebook.list(true).getFirst();
        var end = ONSET.plusSeconds(900);
        var past = new PastIncidents(folder.getParent());
        told.clear();

        past.leave(
                found.incident().under("0123456789ab"),
                found.facts(),
                found.replies(),
                "postfix",
                "maillog",
                end);
        past.handTo(casebook);
        past.handTo(casebook);

        var one = casebook.list(false).getFirst();
        assertThat(casebook.list(false)).hasSize(1);
        assertThat(one.origin()).isEqualTo("postfix");
        assertThat(one.openedAt()).isEqualTo(ONSET);
        assertThat(one.incident().until()).isEqualTo(end);
        assertThat(one.timeline()).extracting(Entry::at).containsExactly(ONSET, end);
        assertThat(one.replies()).containsExactly(MadeUpTraffic.BLOCKED);
        assertThat(told).isEmpty();
        assertThat(casebook.list(true)).containsExactly(found);
        assertThat(casebook().find("0123456789ab")).contains(one);
    }

    @Test
    void theSamePastInALongerLogIsNoOtherIncident() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var early = casebook.list(true).getFirst();
        until(Duration.ofMinutes(85), ONSET, Instant.MAX);
        var late = casebook.list(true).getFirst();
        var past = new PastIncidents(folder.getParent());

        leave(past, early, "aaaaaaaaaaaa");
        leave(past, late, "bbbbbbbbbbbb");
        leave(past, early, "cccccccccccc");

        assertThat(casebook.list(false)).extracting(Case::id).containsExactly("aaaaaaaaaaaa");
        assertThat(casebook.list(false).getFirst().incident().attempts())
                .isEqualTo(late.incident().attempts());
    }

    private void leave(PastIncidents past, Case one, String id) throws IOException {
        past.leave(one.incident().under(id), one.facts(), one.replies(), "postfix", "maillog", now);
        past.handTo(casebook);
    }

    @Test
    void aSourceThatOneReceiverRefusesIsAnIncidentUntilItIsTakenAgain() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);

        assertThat(casebook.list(true)).hasSize(1);
        var one = casebook.list(true).getFirst();
        assertThat(one.incident().scope().words()).isEqualTo("gmail from mta2");
        assertThat(one.incident().diagnosis()).isEqualTo(Diagnosis.SOURCE_BLOCKED_AT_ONE);
        assertThat(one.incident().cause()).isEqualTo(Cause.REPUTATION);
        assertThat(one.incident().severity()).isEqualTo(Severity.PAUSE);
        assertThat(one.incident().since()).isEqualTo(ONSET);
        assertThat(Duration.between(ONSET, one.openedAt())).isLessThan(Duration.ofMinutes(5));
        assertThat(one.replies()).containsExactly(MadeUpTraffic.BLOCKED);
        assertThat(one.recommendation(ResponseTable.defaults(), now).action())
                .isEqualTo(Action.PAUSE);

        until(Duration.ofMinutes(100), ONSET, ONSET.plusSeconds(15 * 60));

        assertThat(casebook.list(true)).isEmpty();
        assertThat(casebook.list(false)).hasSize(1);
        assertThat(acts()).startsWith("incident opened").endsWith("incident closed");
        assertThat(told).allMatch(event -> one.id().equals(event.incidentId()));
    }

    @Test
    void theCaseFileHoldsWhatTheEventsTell() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);

        var one = casebook.list(true).getFirst();
        var letter = new CaseFile(one.incident(), one.facts(), null, false).letter();

        assertThat(letter)
                .contains("198.51.100.2", "mta2.us.example", "mx.gmail.example [192.0.2.1]")
                .contains(MadeUpTraffic.BLOCKED)
                .contains("news@us.example");
    }

    @Test
    void quietTrafficIsNoIncident() throws Exception {
        begin();
        until(Duration.ofMinutes(180), Instant.MAX, Instant.MAX);

        assertThat(casebook.list(null)).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void anOpenIncidentGoesOnAfterARestartUnderItsIdWithWhatWasDone() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var before = casebook.list(true).getFirst();
        casebook.note(before.id(), "asked them", new By("ann", ""));
        told.clear();

        restart(record);

        assertThat(casebook.list(null)).hasSize(1);
        assertThat(casebook.list(true).getFirst().id()).isEqualTo(before.id());
        assertThat(casebook.list(true).getFirst().timeline())
                .isEqualTo(casebook.find(before.id()).orElseThrow().timeline());
        assertThat(casebook.list(true).getFirst().timeline().getLast().words())
                .isEqualTo("asked them");
        assertThat(told).isEmpty();

        until(Duration.ofMinutes(100), ONSET, ONSET.plusSeconds(15 * 60));
        assertThat(acts()).containsExactly("incident closed");
    }

    @Test
    void peopleWorkAnIncidentAndAllOfItIsOnRecord() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var id = casebook.list(true).getFirst().id();
        told.clear();

        casebook.acknowledge(id, new By("ann", "on it"));
        casebook.assign(id, "bob", new By("ann", "knows them"));
        casebook.mute(id, now.plusSeconds(3600), new By("bob", ""));
        casebook.mute(id, null, new By("bob", "they answered"));
        restart(record);

        var work = casebook.find(id).orElseThrow().work();
        assertThat(work)
                .isEqualTo(new Work("ann", now, "bob", null, null, null, List.of(), List.of()));
        assertThat(told)
                .extracting(event -> event.act() + " by " + event.actor() + ": " + event.reason())
                .containsExactly(
                        "acknowledged by ann: on it",
                        "assigned by ann: to bob: knows them",
                        "muted by bob: until 2026-11-29T14:15:00Z",
                        "unmuted by bob: again: they answered");
        assertThat(casebook.note("none", "x", new By("ann", ""))).isEmpty();
    }

    @Test
    void lettersToPostmastersAreKeptAndOnRecord() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var id = casebook.list(true).getFirst().id();
        told.clear();
        var due = now.plus(Duration.ofDays(3));

        letters().sent(id, "postmaster@gmail.com", "4711", new By("ann", ""));
        letters().sent(id, "https://gmail.example/form", null, new By("bob", "by their form"));
        assertThat(casebook.find(id).orElseThrow().work().reviews()).containsExactly(due);
        now = now.plusSeconds(5);
        letters().became(id, 1, State.ANSWERED, null, new By("ann", "they look"));
        letters().became(id, 2, State.CLOSED, "4712", new By("bob", ""));
        assertThat(letters().became(id, 3, State.CLOSED, null, new By("bob", ""))).isEmpty();
        assertThat(letters().sent("none", "x", null, new By("bob", ""))).isEmpty();
        restart(record);

        var one = casebook.find(id).orElseThrow();
        assertThat(one.work().reviews()).isEmpty();
        assertThat(one.work().letters())
                .extracting(
                        it -> it.number() + " " + it.words() + " " + it.state() + " " + it.note())
                .containsExactly(
                        "1 postmaster@gmail.com (ticket 4711) ANSWERED they look",
                        "2 https://gmail.example/form (ticket 4712) CLOSED by their form");
        assertThat(one.timeline().getLast().words())
                .isEqualTo("to https://gmail.example/form (ticket 4712)");
        assertThat(told)
                .extracting(event -> event.act() + " by " + event.actor() + ": " + event.reason())
                .containsExactly(
                        "letter-sent by ann: to postmaster@gmail.com (ticket 4711)",
                        "letter-sent by bob: to https://gmail.example/form: by their form",
                        "letter-answered by ann: to postmaster@gmail.com (ticket 4711): they look",
                        "letter-closed by bob: to https://gmail.example/form (ticket 4712)");

        letters().became(id, 1, State.SENT, null, new By("ann", ""));
        assertThat(casebook.find(id).orElseThrow().work().letterDueAt())
                .contains(now.plus(Duration.ofDays(3)));
    }

    private Letters letters() {
        return new Letters(casebook, ResponseSettings::defaults, () -> now);
    }

    /// An older version wrote neither.
    @Test
    void aFileWithoutLettersAndChecksIsAnIncidentAllTheSame() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var id = casebook.list(true).getFirst().id();
        var file = folder.resolve(id + ".json");
        var kept = Files.readString(file);
        Files.writeString(file, kept.replace(",\"letters\":[],\"checks\":[]", ""));
        assertThat(Files.readString(file)).isNotEqualTo(kept);

        assertThat(casebook().find(id).orElseThrow().work()).isEqualTo(Work.NONE);
    }

    /// An older version wrote no addresses that replies name.
    @Test
    void aFileWithoutNamedAddressesIsAnIncidentAllTheSame() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        var id = casebook.list(true).getFirst().id();
        var file = folder.resolve(id + ".json");
        var kept = Files.readString(file);
        Files.writeString(file, kept.replace(",\"named\":[]", ""));
        assertThat(Files.readString(file)).isNotEqualTo(kept);

        assertThat(casebook().find(id).orElseThrow().facts().named()).isEmpty();
    }

    @Test
    void oneWhoseOnsetIsNotReadAgainGoesOnAllTheSame() throws Exception {
        begin();
        until(Duration.ofMinutes(120), ONSET, Instant.MAX);
        var before = casebook.list(true).getFirst();

        restart(record.stream().filter(it -> it.time().isAfter(ONSET.plusSeconds(1800))).toList());

        assertThat(casebook.list(null)).extracting(Case::id).containsExactly(before.id());
        assertThat(casebook.list(true)).hasSize(1);
    }

    @Test
    void oneThatNothingSpeaksForAfterARestartIsOver() throws Exception {
        begin();
        until(Duration.ofMinutes(75), ONSET, Instant.MAX);
        told.clear();

        restart(List.of());

        assertThat(casebook.list(true)).isEmpty();
        assertThat(acts()).containsExactly("incident closed");
    }

    /// Reads these again, as after a restart.
    private void restart(List<Event> again) throws IOException {
        watch = new IncidentWatch(Knowledge.shipped());
        again.forEach(watch::take);
        watch.passed(now);
        begin();
    }

    private static Incident down(String id, String... receivers) {
        return down(id, 10, receivers);
    }

    private static Incident down(String id, long refusals, String... receivers) {
        return new Incident(
                id,
                NOON,
                null,
                new IncidentScope(
                        receivers.length == 1 ? receivers[0] : null,
                        null,
                        null,
                        "mta2",
                        null,
                        null,
                        List.of(receivers)),
                Cause.NETWORK,
                Diagnosis.SOURCE_DOWN,
                .9,
                1,
                .01,
                refusals,
                refusals,
                Severity.PAUSE,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private void opens(Incident incident) {
        casebook.apply(
                List.of(new IncidentChange(IncidentChange.What.OPENED, now, incident)), watch);
    }

    private void ends(Incident incident) {
        casebook.apply(
                List.of(new IncidentChange(IncidentChange.What.CLOSED, now, incident.endedAt(now))),
                watch);
    }

    private List<String> open() {
        return casebook.list(true).stream()
                .map(one -> one.id() + ": " + one.incident().scope().words())
                .toList();
    }

    @Test
    void aPartThatWasGatheredStaysSoAfterARestart() throws Exception {
        var gmail = down("1", "gmail");
        var yahoo = down("2", "yahoo");
        var whole = down("3");
        begin();
        List.of(gmail, yahoo, whole).forEach(this::opens);
        assertThat(acts())
                .containsExactly(
                        "incident opened",
                        "incident opened",
                        "incident changed",
                        "incident closed");
        told.clear();

        casebook = casebook();
        casebook.caughtUp(List.of(yahoo, gmail, whole), watch);

        assertThat(told).isEmpty();
        assertThat(open()).containsExactly("1: every receiver from mta2");

        List.of(yahoo, gmail).forEach(this::ends);
        assertThat(told).isEmpty();
        ends(whole);
        assertThat(acts()).containsExactly("incident closed");
    }

    /// Of the whole less is read again than was known.
    @Test
    void aPartThatChangesAfterARestartDoesNotTakeThePlaceOfTheWhole() throws Exception {
        var yahoo = down("2", "yahoo");
        begin();
        List.of(down("1", "gmail"), yahoo, down("3")).forEach(this::opens);
        told.clear();

        casebook = casebook();
        casebook.caughtUp(List.of(yahoo, down("4", 5)), watch);
        casebook.apply(List.of(new IncidentChange(IncidentChange.What.CHANGED, now, yahoo)), watch);

        assertThat(told).isEmpty();
        assertThat(open()).containsExactly("1: every receiver from mta2");
    }

    @Test
    void aPartThatWasGatheredComesBackWhenTheWholeIsOver() throws Exception {
        var gmail = down("1", "gmail");
        var yahoo = down("2", "yahoo");
        var whole = down("3");
        begin();
        List.of(gmail, yahoo, whole).forEach(this::opens);
        List.of(gmail, yahoo, whole).forEach(this::ends);
        told.clear();

        casebook = casebook();
        casebook.caughtUp(List.of(yahoo), watch);

        assertThat(acts()).containsExactly("incident reopened");
        assertThat(open()).containsExactly("2: yahoo from mta2");
    }

    @Test
    void aPartThatIsTheWholeAfterARestartStaysOpen() throws Exception {
        begin();
        List.of(down("1", "gmail"), down("2", "yahoo")).forEach(this::opens);
        told.clear();

        casebook = casebook();
        casebook.caughtUp(List.of(down("3")), watch);

        assertThat(acts()).containsExactly("incident changed", "incident closed");
        assertThat(open()).containsExactly("1: every receiver from mta2");
    }

    @Test
    void theEndOfAPartDoesNotEndTheWholeAtARestart() throws Exception {
        begin();
        opens(down("1"));
        told.clear();

        casebook = casebook();
        casebook.caughtUp(List.of(down("2", "gmail").endedAt(now), down("1")), watch);

        assertThat(told).isEmpty();
        assertThat(open()).containsExactly("1: every receiver from mta2");
    }

    @Test
    void aFileThatIsNoIncidentIsLeftAlone() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("broken.json"), "{\"incident\":null}");

        begin();

        assertThat(casebook.list(null)).isEmpty();
        assertThat(folder.resolve("broken.json")).exists();
    }
}
