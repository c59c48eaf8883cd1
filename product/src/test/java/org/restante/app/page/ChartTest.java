package org.restante.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.record.report.TableRow;
import org.restante.record.report.Timeline;
import org.restante.record.report.Timeline.Counts;
import org.restante.record.report.Timeline.Series;

final class ChartTest {
    private static final Instant START = Instant.parse("2026-05-28T00:00:00Z");

    @Test
    void aLineRisesWithTheRate() {
        var chart = chart(new Counts(100, 0, 0), new Counts(100, 40, 0), new Counts(100, 20, 0));

        assertThat(chart.top()).isEqualTo(0.5);
        assertThat(chart.lines().getFirst().path()).isEqualTo("M166.7 300h0L500 60L833.3 180");
        assertThat(chart.lines().getFirst().rates()).isEqualTo("0,40,20");
    }

    @Test
    void fewAttemptsArePutTogetherUntilTheyHaveARate() {
        var chart =
                chart(
                        new Counts(15, 0, 0),
                        new Counts(15, 6, 0),
                        Counts.NONE,
                        new Counts(30, 3, 0));

        assertThat(chart.lines().getFirst().rates()).isEqualTo("20,20,,10");
        assertThat(chart.lines().getFirst().attempts()).isEqualTo("30,30,,30");
    }

    @Test
    void aLineIsBrokenWhereNothingWasTriedForLong() {
        var counts = new Counts[20];
        Arrays.fill(counts, Counts.NONE);
        counts[0] = new Counts(50, 5, 0);
        counts[1] = new Counts(50, 5, 0);
        counts[9] = new Counts(50, 5, 0);

        assertThat(chart(counts).lines().getFirst().path()).isEqualTo("M25 150h0L75 150M475 150h0");
    }

    @Test
    void aProviderOfAHandfulOfAttemptsIsNotDrawn() {
        assertThat(chart(new Counts(9, 9, 0)).isEmpty()).isTrue();
    }

    @Test
    void bouncesAreDrawnWhereAnIncidentConcernsTheProviderAndTheyAreMany() {
        var series = new Series("comcast", List.of(new Counts(100, 0, 0), new Counts(100, 5, 80)));
        var timeline = new Timeline(START, Duration.ofMinutes(10), series, List.of(series));
        var calm = Chart.of(MadeUp.withTimeline(timeline));
        var troubled =
                Chart.of(
                        MadeUp.view(
                                MadeUp.withTimeline(timeline).analysis(),
                                List.of(MadeUp.badHost("i-3"))));

        assertThat(calm.lines().stream().map(Chart.Line::name)).containsExactly("Comcast");
        assertThat(troubled.lines().stream().map(Chart.Line::name))
                .containsExactly("Comcast", "Comcast, bounced");
        assertThat(troubled.lines().get(1).rates()).isEqualTo("0,80");
    }

    @Test
    void anIncidentAtAReceiverWithoutALineConcernsTheUnknown() {
        var series = new Series(TableRow.UNKNOWN, List.of(new Counts(100, 50, 0)));
        var timeline = new Timeline(START, Duration.ofMinutes(10), series, List.of(series));
        var view =
                MadeUp.view(
                        MadeUp.withTimeline(timeline).analysis(), List.of(MadeUp.badHost("i-3")));

        assertThat(Chart.of(view).lines().getFirst().troubled()).isTrue();
    }

    @Test
    void aThinLogIsDrawnInLongerStretches() {
        var counts = new ArrayList<Counts>();
        for (int i = 0; i < 120; i++) {
            counts.add(new Counts(3, 1, 0));
        }

        var chart = chart(counts.toArray(Counts[]::new));

        assertThat(chart.stretch()).isEqualTo(Duration.ofMinutes(40));
        assertThat(chart.lines().getFirst().rates()).startsWith("33.3,33.3");
    }

    @Test
    void anIncidentIsShadedFromItsBeginningToItsEndOrTheEndOfTheLog() {
        var spans = Chart.of(MadeUp.eventful()).spans();

        assertThat(spans.get(0).from() + spans.get(0).width()).isEqualTo(100);
        assertThat(spans.get(2).from()).isBetween(65.0, 66.0);
        assertThat(spans.get(2).width()).isBetween(5.0, 6.0);
    }

    @Test
    void whereIncidentsOverlapTheGravestColoursTheTime() {
        var shades = Chart.of(MadeUp.eventful()).shades();

        assertThat(shades.stream().map(Chart.Shade::severity)).containsOnly("pause");
        for (int i = 1; i < shades.size(); i++) {
            assertThat(shades.get(i).from())
                    .isGreaterThanOrEqualTo(
                            shades.get(i - 1).from() + shades.get(i - 1).width() - 0.02);
        }
    }

    @Test
    void hoursOfTheClockAreMarked() {
        assertThat(Chart.of(MadeUp.eventful()).hours().stream().map(Chart.Mark::text))
                .containsExactly("28 May", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00");
    }

    @Test
    void aLogWithoutTimesHasNoChart() {
        assertThat(Chart.of(MadeUp.empty()).isEmpty()).isTrue();
    }

    private static Chart chart(Counts... counts) {
        var series = new Series("yahoo", List.of(counts));
        return Chart.of(
                MadeUp.withTimeline(
                        new Timeline(START, Duration.ofMinutes(10), series, List.of(series))));
    }
}
