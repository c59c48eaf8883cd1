package org.restante.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "0.0004, < 0.1 %",
        "0.001, 0.1 %",
        "0.0421, 4.2 %",
        "0.0994, 9.9 %",
        "0.0996, 10 %",
        "0.62, 62 %",
        "0.9949, 99 %",
        "0.9999, > 99 %",
        "1, 100 %"
    })
    void aShareIsNeverRoundedToNoneOrAll(double share, String text) {
        assertThat(Figures.percent(share)).isEqualTo(text);
    }

    @Test
    void aRateWithoutAttemptsIsADash() {
        assertThat(Figures.percent(OptionalDouble.empty())).isEqualTo("–");
        assertThat(Figures.duration(null)).isEqualTo("–");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 0.4 s",
        "9000, 9 s",
        "119000, 119 s",
        "240000, 4 min",
        "7200000, 2 h",
        "7500000, 2 h 5 min",
        "172800000, 2 d",
        "273600000, 3 d 4 h"
    })
    void aDurationIsToldInTheUnitPeopleUse(long millis, String text) {
        assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1900, 1.9 s",
        "7140000, 119 min",
        "17820000, 5.0 h",
        "86340000, 24 h",
        "273600000, 3.2 d"
    })
    void aNarrowColumnGetsABriefDuration(long millis, String text) {
        assertThat(Figures.brief(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"812, 812 B", "1024, 1.0 KiB", "412000000, 393 MiB", "1073741824, 1.0 GiB"})
    void bytesAreToldInPowersOfTwo(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void aPeriodWithinADayNamesItOnce() {
        assertThat(Figures.period(MadeUp.at("00:00"), MadeUp.at("19:58")))
                .isEqualTo("28 May 2026 00:00 to 19:58 UTC");
        assertThat(Figures.period(MadeUp.at("23:00"), Instant.parse("2026-05-29T01:00:00Z")))
                .isEqualTo("28 May 2026 23:00 to 29 May 2026 01:00 UTC");
    }
}
