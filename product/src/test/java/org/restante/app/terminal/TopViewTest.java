package org.restante.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.app.terminal.TopView.Order;

final class TopViewTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static LaneRow lane(String site, long waiting, long delivered, long deferred) {
        return new LaneRow(
                site, "out1", null, "open", waiting, 2, 5, delivered, deferred, 0, null, null,
                null);
    }

    private static LaneRow closed(long delivered, long deferred) {
        return new LaneRow(
                "gmail-smtp-in.l.google.com",
                "out1",
                "gmail",
                "closed",
                1_234_567,
                0,
                50,
                delivered,
                deferred,
                0,
                NOON.plusSeconds(121),
                "reputation",
                "421-4.7.0 Our system has detected that this message is suspicious\nreally");
    }

    private static TopView seen(int width) {
        var view = new TopView(new Look(false, true, width), "127.0.0.1:8080");
        view.saw(
                List.of(lane("b.test", 12, 100, 0), closed(50, 50), lane("a.test", 0, 7, 0)), NOON);
        view.saw(
                List.of(lane("b.test", 9, 350, 2), closed(50, 51), lane("a.test", 0, 7, 0)),
                NOON.plusSeconds(1));
        return view;
    }

    @Test
    void aTableFor80Columns() {
        assertThat(seen(80).lines(Order.BACKLOG, 24, true))
                .containsExactly(
                        "restante 127.0.0.1:8080 · 12:00:01 UTC · 3 lanes, 1 not open",
                        "1,234,576 waiting · 4 sessions · 250 delivered/s, 3.0 deferred/s",
                        "",
                        "LANE                           WAITING   OUT/S  DEFER SESSIONS  STATE",
                        "gmail-smtp-in.l.google.com@… 1,234,567       0  100 %     0/50  closed 2m reput…",
                        "b.test@out1                          9     250    1 %      2/5  open",
                        "a.test@out1                          0       0      -      2/5  open",
                        "by backlog; sort: b backlog, r rate, d deferrals, s site; q quits");
    }

    @Test
    void aTableFor120ColumnsTellsMore() {
        assertThat(seen(120).lines(Order.SITE, 24, false))
                .allMatch(line -> line.length() <= 120)
                .contains(
                        "gmail-smtp-in.l.google.com@out1      gmail         1,234,567       0  100 %     0/50  closed 2m reputation: 421-4.7.0 O…");
    }

    @Test
    void itIsSortedAsAsked() {
        assertThat(seen(80).lines(Order.RATE, 24, false).get(4)).startsWith("b.test");
        assertThat(seen(80).lines(Order.DEFERRALS, 24, false).get(4)).startsWith("b.test");
        assertThat(seen(80).lines(Order.SITE, 24, false).get(4)).startsWith("a.test");
        assertThat(Order.of('R', Order.SITE)).isEqualTo(Order.RATE);
        assertThat(Order.of('x', Order.SITE)).isEqualTo(Order.SITE);
    }

    @Test
    void whatDoesNotFitIsCounted() {
        var lines = seen(80).lines(Order.BACKLOG, 7, true);
        assertThat(lines).hasSize(7).contains("and 2 lanes more");
    }

    @Test
    void aServerWithoutMailSaysSo() {
        var view = new TopView(Look.plain(), "127.0.0.1:8080");
        view.saw(List.of(), NOON);
        assertThat(view.lines(Order.BACKLOG, 24, false))
                .endsWith("no lane: no mail has been due yet");
    }
}
