package org.restante.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.app.notice.Notice.Kind;
import org.restante.insight.incident.Severity;
import org.restante.insight.response.ResponseTable;

final class NoticeTextTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static NoticeText text(MadeUpCase one, Kind kind, Instant now) {
        var settings =
                new NoticeSettings(
                        "ops",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Severity.THROTTLE,
                        Duration.ZERO,
                        Duration.ZERO,
                        true,
                        1,
                        Optional.empty());
        return new NoticeText(
                new Notice(new UUID(1, 1), kind, one.now()),
                one.now().recommendation(ResponseTable.defaults(), now),
                "us.test",
                settings,
                now);
    }

    @Test
    void itSaysWhatIsWrongSinceWhenWhatTheySayAndWhatToDo() {
        var text = text(new MadeUpCase("i-1").opens(NOON), Kind.OPENED, NOON.plusSeconds(720));

        assertThat(text.subject())
                .isEqualTo("[us.test] throttle: source-blocked-at-one at gmail from mta2");
        assertThat(text.body())
                .contains(
                        "An incident is open at us.test.",
                        "30 % of 400 attempts refused (usually 1.0 %)",
                        "since 2026-11-29 12:00 UTC (12 min)",
                        "They say:\n\n  421 4.7.0 try again later",
                        "What to do:\n\n  1. Look at the complaints.",
                        "More: restante incidents show i-1");
    }

    @Test
    void anEndIsToldWithItsLengthAndAsksForNothing() {
        var one = new MadeUpCase("i-1").opens(NOON);
        one.closes(NOON.plus(Duration.ofHours(3)));
        var text = text(one, Kind.CLOSED, NOON.plus(Duration.ofHours(4)));

        assertThat(text.subject()).startsWith("[us.test] over: ");
        assertThat(text.body())
                .contains("from 2026-11-29 12:00 UTC to 2026-11-29 15:00 UTC (3 h 0 min)")
                .doesNotContain("What to do", "asks for");
    }

    @Test
    void whatAReceiverSaysEndsNoLineAndSteersNoTerminal() {
        var one = new MadeUpCase("i-1").opens(NOON);
        one.reply = "421 a\r\nBcc: all@evil.test\r\n\r\n\u001b[31m\u2028x" + "y".repeat(5_000);
        var text = text(one, Kind.OPENED, NOON);

        assertThat(text.body())
                .contains("  421 a Bcc: all@evil.test [31m xyyy")
                .doesNotContain("\r", "\u001b", "\u2028", "\nBcc");
        assertThat(text.body().length()).isLessThan(2_000);
        assertThat(text.subject()).doesNotContain("\n");
    }
}
