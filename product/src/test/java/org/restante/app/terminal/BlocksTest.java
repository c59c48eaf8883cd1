package org.restante.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.record.report.Timeline.Counts;

final class BlocksTest {
    @Test
    void aBarFillsItsShare() {
        assertThat(Blocks.bar(0.5, 4, true)).isEqualTo("██  ");
        assertThat(Blocks.bar(0.53, 4, true)).isEqualTo("██▏ ");
        assertThat(Blocks.bar(0.5, 4, false)).isEqualTo("##  ");
        assertThat(Blocks.bar(7, 4, true)).isEqualTo("████");
    }

    @Test
    void aLittleIsNotNothing() {
        assertThat(Blocks.bar(0, 4, true)).isEqualTo("    ");
        assertThat(Blocks.bar(0.0001, 4, true)).isEqualTo("▏   ");
        assertThat(Blocks.bar(0.0001, 4, false)).isEqualTo("#   ");
    }

    @Test
    void aSparklineRisesWithTheRateAndIsBlankWhereNothingWasTried() {
        var counts =
                List.of(
                        new Counts(10, 0, 0),
                        new Counts(10, 5, 0),
                        Counts.NONE,
                        new Counts(10, 10, 0));

        assertThat(Blocks.sparkline(counts, 4, 1, true)).isEqualTo("▁▅ █");
        assertThat(Blocks.sparkline(counts, 4, 1, false)).isEqualTo("_= #");
        assertThat(Blocks.sparkline(counts, 6, 1, true)).isEqualTo("▁▅ █  ");
    }

    @Test
    void aBlockThatComesAsBouncesShows() {
        var counts = List.of(new Counts(10, 1, 0), new Counts(10, 1, 10));

        assertThat(Blocks.sparkline(counts, 2, 1, true)).isEqualTo("▂█");
        assertThat(Blocks.peak(counts, 2)).isEqualTo(1);
    }

    @Test
    void manyStretchesShareALetterByTheirCountsNotTheirRates() {
        var counts = List.of(new Counts(99, 0, 0), new Counts(1, 1, 0));

        assertThat(Blocks.peak(counts, 1)).isEqualTo(0.01);
    }

    @Test
    void aWideLetterTakesTwoColumnsAndACombiningMarkNone() {
        assertThat(Lines.width("日本")).isEqualTo(4);
        assertThat(Lines.width("e\u0301")).isEqualTo(1);
        assertThat(Lines.fit("日本語", 5)).isEqualTo("日本…");
    }

    @Test
    void aLongNameKeepsItsBeginningAndItsEnd() {
        assertThat(Lines.fitName("outlook-com.olc.protection.outlook.com", 20))
                .isEqualTo("outloo…n.outlook.com");
        assertThat(Lines.fitName("short", 7)).isEqualTo("short  ");
    }

    @Test
    void aNumberKeepsItsPerCent() {
        assertThat(Lines.wrap("is 62 % of all", 5)).containsExactly("is", "62 %", "of", "all");
    }

    @Test
    void aWordLongerThanALineIsBroken() {
        assertThat(Lines.wrap("a bcdefgh i", 3)).containsExactly("a", "bcd", "efg", "h i");
    }
}
