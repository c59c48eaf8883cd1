package org.restante.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.app.page.Story.Tone;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.Cause;
import org.restante.record.report.ReplyGroup;

final class StoryTest {
    @Test
    void aSourceHeldBackAtOneProviderIsToldWithItsEvidence() {
        var story = Story.of(MadeUp.with(MadeUp.incident("i-1", "203.0.113.10", Severity.PAUSE)));

        assertThat(story.sentences())
                .containsExactly(
                        "Yahoo has been deferring 62 % of attempts from 203.0.113.10 since 09:20 UTC (usually 1.4 %);"
                                + " the text says unusual volume, complaints or a poor reputation [TSS04];"
                                + " 203.0.113.11 (0.3 %), 203.0.113.12 (0.2 %) and 1 more source are clean."
                                + " Most likely: one source held back at one receiver (96 % sure).");
    }

    @Test
    void aTextThatNamesAListAndItsMarkIsToldSo() {
        assertThat(
                        Words.says(
                                Cause.REPUTATION,
                                "550 5.7.1 part of their network is on our block list (S3150)."))
                .isEqualTo("the source or its network is on the receiver's own block list");
        assertThat(
                        Story.mark(
                                new ReplyGroup(
                                        1,
                                        MadeUp.row("550 5.7.1", 1, 0, 1),
                                        "550 5.7.1 is on our block list (S3150). Please",
                                        null,
                                        null,
                                        null,
                                        null)))
                .contains("S3150");
    }

    @Test
    void whereTheLogTellsNoSourceTheAddressThatRefusalsNameIsEvidence() {
        var known = MadeUp.incident("i-1", "203.0.113.10", Severity.PAUSE);
        var unknown = MadeUp.withoutSource(known);

        assertThat(Story.of(MadeUp.with(unknown)).sentences().getFirst())
                .startsWith(
                        "Yahoo has been deferring 62 % of attempts since 09:20 UTC (usually 1.4 %);"
                                + " 412 refusals name 203.0.113.10; the text says");
    }

    @Test
    void whereTheChecksOfASenderFailTheSenderIsNamed() {
        var blocked = MadeUp.withoutSource(MadeUp.incident("i-1", "", Severity.PAUSE));

        assertThat(Story.of(MadeUp.with(MadeUp.unauthenticated(blocked))).sentences().getFirst())
                .contains(
                        "; the refused mail is from deals.example; the text says SPF, DKIM or DMARC failed")
                .doesNotContain("refusals name");
        assertThat(Story.of(MadeUp.with(blocked)).sentences().getFirst())
                .doesNotContain("deals.example");
    }

    @Test
    void severalNamedAddressesAreToldAsSeveral() {
        var incident = MadeUp.withoutSource(MadeUp.incident("i-1", "", Severity.PAUSE));
        var view = MadeUp.naming(List.of("198.51.100.7", "198.51.100.3", "198.51.100.5"), incident);

        assertThat(Story.of(view).sentences().getFirst())
                .contains("; 300 refusals name 3 addresses, most often 198.51.100.7; ");
    }

    @Test
    void whatTheWholeLogCountedIsNotCalledTheCountOfOneIncident() {
        var incident =
                MadeUp.withRefusals(MadeUp.incident("i-1", "198.51.100.9", Severity.PAUSE), 20);

        assertThat(Story.of(MadeUp.with(incident)).sentences().getFirst())
                .contains("; the refusals name 203.0.113.10; ");
    }

    @Test
    void whatIsStillOpenIsToldBeforeWhatIsOver() {
        var over =
                MadeUp.until(
                        MadeUp.incident("i-1", "203.0.113.10", Severity.PAUSE), MadeUp.at("11:00"));

        assertThat(
                        MadeUp.with(over, MadeUp.rateCut("i-2"), MadeUp.badHost("i-3"))
                                .incidents()
                                .stream()
                                .map(Incident::id))
                .containsExactly("i-3", "i-1", "i-2");
    }

    @Test
    void aDoubtfulDiagnosisIsCalledPossible() {
        var doubtful = MadeUp.withConfidence(MadeUp.badHost("i-3"), 0.44);

        assertThat(Story.of(MadeUp.with(doubtful)).sentences().getFirst())
                .endsWith("Possibly: one failing MX host (44 % sure).");
    }

    @Test
    void anIncidentThatEndedIsToldInThePast() {
        assertThat(Story.of(MadeUp.with(MadeUp.rateCut("i-2"))).sentences())
                .containsExactly(
                        "Gmail deferred 21 % of attempts from 13:05 to 14:10 UTC (usually 2.0 %);"
                                + " the text says too much mail in a short time [421 4.7.28];"
                                + " Microsoft (0.8 %) is clean."
                                + " Most likely: the receiver lets less through, from every source alike (91 % sure).");
    }

    @Test
    void whereNobodyAnswersNobodyDefers() {
        assertThat(Story.of(MadeUp.with(MadeUp.badHost("i-3"))).sentences())
                .containsExactly(
                        "44 % of connections to mx2.comcast.net (Comcast) have been failing since 17:30 UTC (usually 0 %);"
                                + " mx1.comcast.net (0 %) is clean."
                                + " Most likely: one failing MX host (72 % sure).");
    }

    @Test
    void severalIncidentsAreCountedFirst() {
        var story = Story.of(MadeUp.eventful());

        assertThat(story.overview())
                .isEqualTo(
                        "3 incidents, 2 still open when the log ended."
                                + " Of 155,000 attempts in 19 h 58 min, 4.9 % were deferred and 1.4 % bounced.");
        assertThat(story.sentences()).hasSize(3);
        assertThat(story.tone()).isEqualTo(Tone.ALARM);
    }

    @Test
    void anIncidentThatIsOverIsNoAlarm() {
        var story = Story.of(MadeUp.with(MadeUp.rateCut("i-2")));

        assertThat(story.tone()).isEqualTo(Tone.WATCH);
        assertThat(story.overview()).startsWith("1 incident, over when the log ended.");
    }

    @Test
    void aQuietDayIsSaidToBeOne() {
        assertThat(Story.of(MadeUp.quiet()))
                .isEqualTo(
                        new Story(
                                Tone.QUIET,
                                "Nothing to report: 0 incidents. Of 48,210 attempts in 19 h 58 min, 2.2 % were deferred"
                                        + " and 1.0 % bounced; the most frequent reason to defer was greylisting.",
                                List.of()));
    }

    @Test
    void aLogWithoutAttemptsIsNotCalledHealthy() {
        assertThat(Story.of(MadeUp.empty()))
                .isEqualTo(
                        new Story(
                                Tone.UNKNOWN,
                                "No delivery attempts were found in 12 lines, of which 2 belong to mail delivery but"
                                        + " could not be read.",
                                List.of()));
    }

    @Test
    void aHandfulOfAttemptsIsNoEvidence() {
        var few = MadeUp.withAttempts(12);

        assertThat(Story.of(few).overview())
                .isEqualTo("Only 12 attempts: not enough evidence to speak of incidents.");
        assertThat(Story.of(few).tone()).isEqualTo(Tone.UNKNOWN);
    }

    @Test
    void remoteTextCannotMoveTheCursor() {
        assertThat(String.join("\n", Story.of(MadeUp.hostile()).sentences()))
                .doesNotContain("\u001b", "\u202e", "\u0007");
    }
}
