package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimelineTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S,PT1M",
        "PT2H,PT1M",
        "PT3H,PT5M",
        "PT20H,PT10M",
        "PT24H,PT10M",
        "PT100H,PT1H",
        "P400D,PT72H"
    })
    void aLogIsCutIntoAsManyStretchesAsCanBeDrawn(Duration span, Duration stretch) {
        assertThat(Timeline.stretchFor(span)).isEqualTo(stretch);
        assertThat(span.dividedBy(stretch)).isLessThanOrEqualTo(144);
    }

    @ParameterizedTest
    @CsvSource({
        "PT59M,",
        "PT1H,ONE_HOUR",
        "PT3H59M,ONE_HOUR",
        "PT4H,FOUR_HOURS",
        "PT24H,ONE_DAY",
        "PT200H,THREE_DAYS"
    })
    void anAgeStandsOnTheHighestRungItReached(Duration age, Rung rung) {
        assertThat(Rung.reachedBy(age).orElse(null)).isEqualTo(rung);
    }

    @Test
    void everyRungIsCounted() {
        var persistence = new Persistence(Map.of(Rung.ONE_DAY, 3L), List.of());

        assertThat(persistence.recipients())
                .containsOnlyKeys(Rung.values())
                .containsEntry(Rung.ONE_HOUR, 0L);
        assertThat(persistence.total()).isEqualTo(3);
    }

    @Test
    void aRateWithoutAttemptsIsAbsent() {
        var none = new TableRow("a", 0, 0, 0, 0, 0, 0, null, null);

        assertThat(none.deferralRate()).isEqualTo(OptionalDouble.empty());
        assertThat(new TableRow(TableRow.OTHERS, 4, 2, 1, 1, 4, 1, null, null).deferralRate())
                .hasValue(0.25);
        assertThat(new TableRow(TableRow.OTHERS, 4, 2, 1, 1, 4, 1, null, null).isNamed()).isFalse();
    }
}
