package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentChange;
import org.restante.insight.incident.IncidentChange.What;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.Cause;

/// One trouble that is found in several ways, and in parts, is told once.
final class OneStoryTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final IncidentWatch watch = new IncidentWatch(Knowledge.shipped());
    private final Casebook casebook;
    private Instant now = NOON;

    OneStoryTest(@TempDir Path folder) throws IOException {
        casebook = new Casebook(new CaseFolder(folder), (_, _) -> {}, () -> now);
        casebook.caughtUp(List.of(), watch);
    }

    private static Incident incident(
            String id, Diagnosis diagnosis, IncidentScope scope, @Nullable Instant until) {
        var cause = diagnosis == Diagnosis.RATE_CUT ? Cause.RATE : Cause.NETWORK;
        return new Incident(
                id,
                NOON,
                until,
                scope,
                cause,
                diagnosis,
                .9,
                .8,
                .01,
                100,
                80,
                Severity.THROTTLE,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static IncidentScope scope(
            @Nullable String source, @Nullable String host, String... providers) {
        var one = providers.length == 1 ? providers[0] : null;
        return new IncidentScope(one, null, host, source, null, null, List.of(providers));
    }

    private void told(What what, String id, Diagnosis diagnosis, IncidentScope scope) {
        now = now.plus(Duration.ofMinutes(1));
        var until = what == What.CLOSED ? now : null;
        casebook.apply(
                List.of(new IncidentChange(what, now, incident(id, diagnosis, scope, until))),
                watch);
    }

    private List<String> open() {
        return casebook.list(true).stream()
                .map(one -> one.id() + " " + one.incident().scope().words())
                .toList();
    }

    @Test
    void aSourceThatIsDownEverywhereIsOneIncidentThoughEachReceiverShowsIt() {
        told(What.OPENED, "all", Diagnosis.SOURCE_DOWN, scope("mta3", null));
        told(What.OPENED, "part1", Diagnosis.SOURCE_DOWN, scope("mta3", null, "gmail"));
        told(What.OPENED, "part2", Diagnosis.HOST_BAD, scope("mta3", "mx1", "yahoo"));

        assertThat(open()).containsExactly("all every receiver from mta3");
    }

    @Test
    void whatWasToldOfPartsGoesOnAsTheWhole() {
        told(What.OPENED, "part1", Diagnosis.SOURCE_DOWN, scope("mta3", null, "gmail"));
        told(What.OPENED, "part2", Diagnosis.SOURCE_DOWN, scope("mta3", null, "yahoo"));
        told(What.OPENED, "all", Diagnosis.SOURCE_DOWN, scope("mta3", null));

        assertThat(open()).containsExactly("part1 every receiver from mta3");
        assertThat(casebook.find("part2").orElseThrow().timeline().getLast().words())
                .startsWith("part of part1, source-down at every receiver from mta3: ");
    }

    @Test
    void itIsOverWhenTheWholeAndAllItsPartsAre() {
        told(What.OPENED, "all", Diagnosis.SOURCE_DOWN, scope("mta3", null));
        told(What.OPENED, "part", Diagnosis.SOURCE_DOWN, scope("mta3", null, "gmail"));
        told(What.CLOSED, "all", Diagnosis.SOURCE_DOWN, scope("mta3", null));
        assertThat(open()).containsExactly("all every receiver from mta3");

        told(What.CLOSED, "part", Diagnosis.SOURCE_DOWN, scope("mta3", null, "gmail"));

        assertThat(open()).isEmpty();
        assertThat(casebook.find("all").orElseThrow().incident().scope().everywhere()).isTrue();
        assertThat(casebook.find("all").orElseThrow().incident().until()).isEqualTo(now);
    }

    @Test
    void aScopeThatIsCorrectedToANarrowerOneIsShown() {
        told(What.OPENED, "one", Diagnosis.SOURCE_DOWN, scope("mta3", null));
        told(What.CHANGED, "one", Diagnosis.SOURCE_DOWN, scope("mta3", null, "gmail"));

        assertThat(open()).containsExactly("one gmail from mta3");
    }

    @Test
    void anotherTroubleInsideIsAnotherIncident() {
        told(What.OPENED, "list", Diagnosis.BAD_LIST, scope(null, null));
        told(What.OPENED, "cut", Diagnosis.RATE_CUT, scope(null, null, "gmail"));
        told(What.OPENED, "lane", Diagnosis.RATE_CUT, scope("mta1", null, "gmail"));

        assertThat(open()).containsExactlyInAnyOrder("list every receiver", "cut gmail");
    }

    @Test
    void sourcesThatOneReceiverRefusesOneAfterTheOtherAreTwo() {
        told(What.OPENED, "all", Diagnosis.SENDER_BLOCKED, scope(null, null, "gmail"));
        told(What.OPENED, "one", Diagnosis.SOURCE_BLOCKED_AT_ONE, scope("mta1", null, "gmail"));

        assertThat(open()).containsExactlyInAnyOrder("all gmail", "one gmail from mta1");
    }

    @Test
    void aWholeThatGrowsUntilItIsEverywhereIsShownSo() {
        told(What.OPENED, "some", Diagnosis.SOURCE_DOWN, scope("mta3", null, "gmail", "yahoo"));
        casebook.refresh(
                List.of(incident("some", Diagnosis.SOURCE_DOWN, scope("mta3", null), null)), watch);

        assertThat(open()).containsExactly("some every receiver from mta3");
    }

    @Test
    void whatOneWayOfLookingNarrowsStaysWholeWhileAnotherSeesTheWhole() {
        told(What.OPENED, "paces", Diagnosis.RATE_CUT, scope(null, null, "gmail"));
        told(What.OPENED, "shares", Diagnosis.RATE_CUT, scope(null, null, "gmail"));
        var urgent =
                new IncidentScope(
                        "gmail", null, null, null, "transactional", null, List.of("gmail"));
        told(What.CHANGED, "shares", Diagnosis.RATE_CUT, urgent);
        assertThat(open()).containsExactly("paces gmail");

        told(What.CLOSED, "shares", Diagnosis.RATE_CUT, urgent);
        assertThat(open()).containsExactly("paces gmail");
        told(What.CLOSED, "paces", Diagnosis.RATE_CUT, scope(null, null, "gmail"));
        assertThat(open()).isEmpty();
    }
}
