package org.restante.mail.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WrittenTimeTest {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    @Test
    void readsWhatIsWritten() {
        var chance = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            var time = Instant.ofEpochMilli(chance.nextLong(0, 253_402_300_799_999L));
            assertThat(WrittenTime.parse(MILLIS.format(time))).isEqualTo(time);
            assertThat(millis(MILLIS.format(time))).isEqualTo(time.toEpochMilli());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00.000Z",
                "0000-03-01T00:00:00.000Z",
                "1600-02-29T00:00:00.000Z",
                "1900-03-01T00:00:00.000Z",
                "2000-02-29T23:59:59.999Z",
                "2024-12-31T00:00:00.000Z",
                "9999-12-31T23:59:59.999Z"
            })
    void countsTheDaysOfAnyYear(String text) {
        assertThat(millis(text)).isEqualTo(Instant.parse(text).toEpochMilli());
    }

    private static long millis(String text) {
        var octets = text.getBytes(StandardCharsets.US_ASCII);
        return WrittenTime.millis(octets, 0, octets.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-29T05:22:18Z",
                "2026-11-29T05:22:18.123456Z",
                "2026-11-29T05:22:18.123+01:00",
                "2026-11-29T24:00:00.000Z",
                "2026-06-30T23:59:60.000Z"
            })
    void readsOthersAsTheStandardDoes(String text) {
        assertThat(WrittenTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-13-29T05:22:18.123Z",
                "2026-02-30T05:22:18.123Z",
                "2026-11-29T25:22:18.123Z",
                "2026-11-2xT05:22:18.123Z",
                "2026-11-29 05:22:18.123Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThatThrownBy(() -> WrittenTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
