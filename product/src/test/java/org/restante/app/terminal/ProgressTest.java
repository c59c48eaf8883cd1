package org.restante.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final long MIB = 1 << 20;
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(77);

    @Test
    void itTellsShareRateAndTimeLeft() {
        var progress = bar(true, 960 * MIB);

        assertThat(progress.line(480 * MIB, SECOND))
                .isEqualTo(
                        "[██████████████░░░░░░░░░░░░░░]  50 %  480 MiB of 960 MiB  480 MiB/s  1 s left");
    }

    @Test
    void ofAnUnknownWholeItTellsWhatIsReadAndHowFast() {
        assertThat(bar(true, 0).line(30 * MIB, 2 * SECOND)).isEqualTo("30 MiB  15 MiB/s");
    }

    @Test
    void moreThanTheWholeIsAllOfIt() {
        assertThat(bar(true, MIB).line(2 * MIB, SECOND))
                .contains("] 100 %")
                .endsWith("less than 1 s left");
    }

    @Test
    void nothingIsDrawnWhereNobodyLooks() {
        try (var progress = bar(false, MIB)) {
            clock.addAndGet(10 * SECOND);
            progress.add(MIB);
        }

        assertThat(drawn()).isEmpty();
    }

    @Test
    void whatIsQuickNeedsNoBar() {
        try (var progress = bar(true, MIB)) {
            clock.addAndGet(SECOND / 3);
            progress.add(MIB);
        }

        assertThat(drawn()).isEmpty();
    }

    @Test
    void itIsDrawnTenTimesASecondAtMostAndWipedAway() {
        try (var progress = bar(true, 100 * MIB)) {
            clock.addAndGet(SECOND);
            for (int i = 0; i < 50; i++) {
                progress.add(MIB);
                clock.addAndGet(SECOND / 100);
            }
        }

        assertThat(drawn().chars().filter(letter -> letter == '\r').count()).isEqualTo(5 + 2);
        assertThat(drawn()).endsWith(" \r");
    }

    @Test
    void anAsciiTerminalGetsAsciiOnly() {
        var progress =
                Progress.on(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        true,
                        false,
                        MIB,
                        clock::get);

        assertThat(progress.line(MIB / 2, SECOND)).startsWith("[##############..............]");
    }

    private Progress bar(boolean terminal, long total) {
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return Progress.on(out, terminal, true, total, clock::get);
    }

    private String drawn() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
