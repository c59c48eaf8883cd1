package org.restante.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.record.report.Timeline;
import org.restante.record.report.Timeline.Counts;
import org.restante.record.report.Timeline.Series;

final class ChartTest {
    private static final Instant START = Instant.parse("2026-05-28T00:00:00Z");

    @Test
    void aLineRisesWithTheRateAndIsBrokenWhereThereWereFewAttempts() {
        var chart =
                chart(
                        new Counts(10, 0, 0),
                        new Counts(10, 4, 0),
                        new Counts(3, 3, 0),
                        new Counts(10, 2, 0));

        assertThat(chart.top()).isEqualTo(0.5);
        assertThat(chart.lines().getFirst().path()).isEqualTo("M125 300h0L375 60M875 180h0");
        assertThat(chart.lines().getFirst().rates()).isEqualTo("0,40,,20");
    }

    @Test
    void aThinLogIsDrawnInLongerStretches() {
        var counts = new ArrayList<Counts>();
        for (int i = 0; i < 120; i++) {
            counts.add(new Counts(3, 1, 0));
        }

        var chart = chart(counts.toArray(Counts[]::new));

        assertThat(chart.stretch()).isEqualTo(Duration.ofMinutes(50));
        assertThat(chart.lines().getFirst().rates()).startsWith("33.3,33.3");
    }

    @Test
    void anIncidentIsShadedFromItsBeginningToItsEndOrTheEndOfTheLog() {
        var spans = Chart.of(MadeUp.eventful()).spans();

        assertThat(spans.get(0).from() + spans.get(0).width()).isEqualTo(100);
        assertThat(spans.get(1).from()).isBetween(65.0, 66.0);
        assertThat(spans.get(1).width()).isBetween(5.0, 6.0);
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
