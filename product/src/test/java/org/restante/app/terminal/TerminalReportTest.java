package org.restante.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.restante.app.page.MadeUp;
import org.restante.app.page.ReportView;

final class TerminalReportTest {
    private static final Look ASCII = new Look(false, false, Look.WIDTH);
    private static final Look COLOURS = new Look(true, true, Look.WIDTH);

    static Stream<ReportView> views() {
        return Stream.of(
                MadeUp.eventful(),
                MadeUp.quiet(),
                MadeUp.empty(),
                MadeUp.hostile(),
                MadeUp.withStream("ストリーム".repeat(40)),
                MadeUp.withAttempts(12));
    }

    @Test
    void anEventfulDayIsPrintedAsTheGoldenFileHasIt() throws IOException {
        assertThat(TerminalReport.of(MadeUp.eventful(), Look.plain()))
                .isEqualTo(golden("eventful.txt"));
    }

    @Test
    void aQuietDayIsPrintedAsTheGoldenFileHasIt() throws IOException {
        assertThat(TerminalReport.of(MadeUp.quiet(), Look.plain())).isEqualTo(golden("quiet.txt"));
    }

    @ParameterizedTest
    @MethodSource("views")
    void noLineIsWiderThanTheTerminal(ReportView view) {
        assertThat(widerThan(Look.WIDTH, TerminalReport.of(view, Look.plain()))).isEmpty();
        assertThat(widerThan(80, TerminalReport.of(view, new Look(false, true, 80)))).isEmpty();
    }

    private static Stream<String> widerThan(int width, String text) {
        return text.lines().filter(line -> Lines.width(line) > width);
    }

    @ParameterizedTest
    @MethodSource("views")
    void anAsciiTerminalGetsAsciiOnly(ReportView view) {
        assertThat(TerminalReport.of(view, ASCII)).matches("[\\n\\x20-\\x7e]*");
    }

    @ParameterizedTest
    @MethodSource("views")
    void withoutColoursNothingEscapes(ReportView view) {
        assertThat(TerminalReport.of(view, Look.plain()))
                .doesNotContain("\u001b", "\u0007", "\u202e", "\r");
    }

    @ParameterizedTest
    @MethodSource("views")
    void coloursChangeNothingButColours(ReportView view) {
        var coloured = TerminalReport.of(view, COLOURS).replaceAll("\u001b\\[\\d+m", "");

        assertThat(coloured.lines().map(String::stripTrailing))
                .containsExactlyElementsOf(TerminalReport.of(view, Look.plain()).lines().toList());
    }

    @Test
    void aLogWithoutSourcesSaysHowToDeclareThem() {
        assertThat(TerminalReport.of(MadeUp.quiet(), Look.plain()))
                .contains("--map FILE can declare it");
    }

    @Test
    void theSentenceThatMattersComesFirst() {
        assertThat(TerminalReport.of(MadeUp.eventful(), Look.plain()))
                .startsWith(
                        "● Yahoo has been deferring 62 % of attempts from 203.0.113.10 since 09:20 UTC");
    }

    private static String golden(String name) throws IOException {
        try (var in = TerminalReportTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
